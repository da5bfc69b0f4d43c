import { afterAll, beforeAll, expect, test } from 'vitest';
import { BatchingRedis } from '../../../src/redis/access/batching-redis.ts';
import { startTestRedis, type TestRedis } from '../with-redis.ts';

let server: TestRedis;
beforeAll(async () => {
  server = await startTestRedis();
});
afterAll(async () => {
  await server.stop();
});

test('commands of one turn leave in one write, and each gets its own answer', async () => {
  const redis = new BatchingRedis(server.url);
  await redis.ping();
  const writes: number[] = [];
  const { stream } = redis;
  const writev = stream._writev?.bind(stream);
  stream._writev = (chunks, done) => {
    writes.push(chunks.length);
    writev?.(chunks, done);
  };
  const answers = await Promise.all(Array.from({ length: 50 }, (_, at) => redis.echo(`${at}`)));
  expect(answers).toEqual(Array.from({ length: 50 }, (_, at) => `${at}`));
  expect(writes).toEqual([50]);
  redis.disconnect();
});

test('what was sent just before a disconnect still arrives', async () => {
  const leaving = new BatchingRedis(server.url);
  await leaving.ping();
  leaving.set('last', 'words').catch(() => undefined);
  leaving.disconnect();
  await expect.poll(() => server.redis.get('last')).toBe('words');
});
