import { Redis } from 'ioredis';
import { expect, onTestFinished, test } from 'vitest';
import { startDurableRedis } from '../../../src/sandbox/redis/durable-redis.ts';

async function start() {
  const server = await startDurableRedis();
  const client = new Redis(server.url, { maxRetriesPerRequest: null });
  client.on('error', () => undefined);
  onTestFinished(async () => {
    client.disconnect();
    await server.stop();
  });
  return { server, client };
}

test('a durable Redis holds after its death what it held before, at the same address', async () => {
  const { server, client } = await start();
  await client.set('kept', 'yes');
  await server.kill();
  await server.restart();
  expect(await client.get('kept')).toBe('yes');
  expect(await client.config('GET', 'maxmemory-policy')).toContain('noeviction');
});

test('a durable Redis that is paused answers when it is resumed', async () => {
  const { server, client } = await start();
  await client.ping();
  server.pause();
  let answered = false;
  const answer = client.ping().finally(() => {
    answered = true;
  });
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(answered).toBe(false);
  server.resume();
  expect(await answer).toBe('PONG');
});

test('a durable Redis that is paused can be ended, and then stays so', async () => {
  const { server, client } = await start();
  server.pause();
  await server.stop();
  await server.stop();
  await server.restart();
  client.disconnect();
  await expect(new Redis(server.url, { lazyConnect: true }).connect()).rejects.toThrow();
});
