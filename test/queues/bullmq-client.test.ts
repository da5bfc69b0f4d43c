import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'bullmq';
import { expect, onTestFinished, test } from 'vitest';
import { bullmqClient } from '../../src/queues/bullmq-client.ts';
import { createRedisAccess } from '../../src/redis/access/redis-access.ts';
import { startProxy } from '../redis/servers/start-proxy.ts';
import { startServer } from '../redis/servers/start-server.ts';
import { settingsOf } from '../redis/with-redis.ts';

/** A worker that has nothing to do, behind a proxy, and the faults that are said of its Redis. */
async function startIdleWorker() {
  const server = await startServer();
  const proxy = await startProxy(server.port);
  const kinds: string[] = [];
  const access = createRedisAccess(settingsOf(proxy.url), {
    onFault: ({ kind }) => kinds.push(kind),
  });
  const connection = access.open('jobs');
  const worker = new Worker('idle', async () => undefined, {
    connection: bullmqClient(connection),
    prefix: connection.keys.prefix,
  });
  worker.on('error', () => undefined);
  onTestFinished(async () => {
    await worker.close(true);
    connection.close();
    proxy.stop();
    await server.stop();
  });
  await worker.waitUntilReady();
  await expect
    .poll(async () => String(await server.admin.client('LIST')))
    .toContain('cmd=bzpopmin');
  return { server, proxy, access, kinds };
}

test('a connection that is cut while it waits for jobs, and is there again, is no fault', async () => {
  const { proxy, access, kinds, server } = await startIdleWorker();
  for (let times = 0; times < 2; times++) {
    proxy.cut();
    // A proof fails after 3 s.
    await delay(3500);
    expect(access.fault()).toBeUndefined();
  }
  expect(kinds).toEqual([]);
  expect(String(await server.admin.client('LIST'))).toContain('cmd=bzpopmin');
});
