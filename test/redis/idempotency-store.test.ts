import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { IdempotencyStore } from '../../src/redis/idempotency-store.ts';
import { pipelineNamed } from '../names.ts';
import { startTestRedis, type TestRedis } from './with-redis.ts';

const NIGHTLY = pipelineNamed('nightly');
const REPLY = {
  status: 201,
  headers: { location: '/v1/watches/w1-1' },
  body: { id: 'w1-1' },
} as const;

let server: TestRedis;
let store: IdempotencyStore;
beforeAll(async () => {
  server = await startTestRedis();
});
beforeEach(async () => {
  await server.redis.flushdb();
  store = new IdempotencyStore(server.connection);
});
afterAll(async () => {
  await server.stop();
});

async function taken(request = 'a') {
  const taking = await store.take(NIGHTLY, 'key', request);
  if (taking.kind !== 'taken') throw new Error(`It is ${taking.kind}`);
  return taking.taken;
}

async function onlyKey(): Promise<string> {
  const [key = ''] = await server.redis.keys('*:idempotency:*');
  return key;
}

test('what is carried out is under way for everybody else, for a while', async () => {
  await taken();
  expect(await store.take(NIGHTLY, 'key', 'a')).toEqual({
    kind: 'under-way',
    ms: expect.closeTo(20_000, -4),
  });
  expect(await store.take(NIGHTLY, 'key', 'b')).toEqual({ kind: 'other-request' });
  expect(await store.take(NIGHTLY, 'another', 'b')).toMatchObject({ kind: 'taken' });
  expect(await store.take(pipelineNamed('release'), 'key', 'b')).toMatchObject({ kind: 'taken' });
});

test('of those who take it at once, one does', async () => {
  const all = await Promise.all(Array.from({ length: 20 }, () => store.take(NIGHTLY, 'key', 'a')));
  expect(all.filter(({ kind }) => kind === 'taken')).toHaveLength(1);
});

test('what was answered is answered so again, for as long as that is kept', async () => {
  const held = await taken();
  await held.keep({ ...REPLY, status: 202 }, 60_000);
  await held.keep(REPLY, 3_600_000);
  expect(await store.take(NIGHTLY, 'key', 'a')).toEqual({ kind: 'answered', reply: REPLY });
  expect(await store.take(NIGHTLY, 'key', 'b')).toEqual({ kind: 'other-request' });
  expect(await server.redis.pttl(await onlyKey())).toBeGreaterThan(3_500_000);
});

test('what was given back is free, also for another request', async () => {
  await (await taken()).giveBack();
  await taken('b');
});

test('who was too slow changes nothing of what the next one does', async () => {
  const slow = await taken();
  await server.redis.del(await onlyKey());
  await taken('b');
  await slow.keep(REPLY, 3_600_000);
  await slow.giveBack();
  expect(await store.take(NIGHTLY, 'key', 'b')).toMatchObject({ kind: 'under-way' });
});

test('a value of another type is in nobody’s way', async () => {
  await taken();
  const key = await onlyKey();
  await server.redis.set(key, 'x');
  expect(await store.take(NIGHTLY, 'key', 'a')).toMatchObject({ kind: 'taken' });
});

test('an answer that can’t be read is in nobody’s way', async () => {
  await (await taken()).keep(REPLY, 3_600_000);
  await server.redis.hset(await onlyKey(), 'answer', '{');
  expect(await store.take(NIGHTLY, 'key', 'a')).toMatchObject({ kind: 'taken' });
});
