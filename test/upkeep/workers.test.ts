import { setTimeout as delay } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { startBench } from '../faults/bench.ts';
import { seen } from '../faults/crash/one-life.ts';
import { startProxy } from '../redis/servers/start-proxy.ts';
import { startServer } from '../redis/servers/start-server.ts';

test('workers close soon though the connection by which they wait for jobs is being made again', async () => {
  const server = await startServer();
  const proxy = await startProxy(server.port);
  const bench = await startBench({ redisUrl: proxy.url, story: () => seen('InProgress', 10) });
  onTestFinished(async () => {
    await bench.stop();
    proxy.stop();
    await server.stop();
  });
  const running = bench.startProcess();
  // Both workers have one; the others try it within MULTI only.
  const waiting = () =>
    proxy.connections.filter(
      (each) => each.timesSent('bzpopmin') > 0 && each.timesSent('multi') === 0,
    );
  await expect.poll(() => waiting().length).toBe(2);
  proxy.refuse();
  for (const connection of waiting()) connection.cut();
  // By then they mostly pause between two attempts.
  await delay(1000);
  const stopped = running.stop().then(() => 'stopped');
  expect(await Promise.race([stopped, delay(3000, 'late')])).toBe('stopped');
});
