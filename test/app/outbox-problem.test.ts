import { afterAll, beforeAll, expect, it } from 'vitest';
import { outboxProblem } from '../../src/app/outbox-problem.ts';
import { OutboxStore } from '../../src/store/outbox-store.ts';
import { startTestRedis, type TestRedis } from '../store/with-redis.ts';

let server: TestRedis;
let outboxes: OutboxStore;
beforeAll(async () => {
  server = await startTestRedis();
  outboxes = new OutboxStore(server.redis);
});
afterAll(async () => {
  await server.stop();
});

it('says what Slack takes nowhere, why, and how much more there is', async () => {
  expect(await outboxProblem(outboxes)).toBeUndefined();
  await server.redis.hset('{mysqlop}:stuck', 'alert/w1-1', 'is_archived');
  expect(await outboxProblem(outboxes)).toBe(
    'Slack takes this nowhere: alert/w1-1 (is_archived). It stays owed and is tried again.',
  );
  await server.redis.hset('{mysqlop}:stuck', 'card/w2-1/C0DBA-1', 'channel_not_found');
  await server.redis.hset('{mysqlop}:stuck', 'fault/sign-in', 'is_archived');
  expect(await outboxProblem(outboxes)).toMatch(/\) and 2 more\. It stays owed/);
});
