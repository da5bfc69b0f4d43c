import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type SandboxRedis, startPrivateRedis } from '../../../src/sandbox/redis/private-redis.ts';
import { createDeliver } from '../../../src/telling/posting/deliver.ts';
import { createPost } from '../../../src/telling/posting/post.ts';
import { DBA } from '../../faults/bench.ts';
import { type Courier, startCourier } from '../../faults/courier.ts';
import { seen } from '../../faults/crash/one-life.ts';
import { takeJob } from '../../faults/take-job.ts';
import { keys } from '../../redis/with-redis.ts';

let redis: SandboxRedis;
let courier: Courier;
beforeAll(async () => {
  redis = await startPrivateRedis();
});
beforeEach(async () => {
  courier = await startCourier({ redisUrl: redis.url, readings: [seen('InProgress', 10)] });
});
afterEach(async () => {
  await courier.stop();
});
afterAll(async () => {
  await redis.stop();
});

async function post(): Promise<void> {
  await courier.queues.addPost(courier.card);
  const deliver = createDeliver(courier.parts);
  const job = await takeJob(courier, 'posts', createPost({ ...courier.parts, deliver }));
  await job.run();
  await job.abandon();
}

const aside = async () =>
  (await courier.redis.lrange(keys.aside, 0, '-1')).map((entry) => JSON.parse(entry));

test.each(['x', 'null', '', '{}', '{"kind":"new"}'])(
  'sets the item %j aside, and tells the next one',
  async (item) => {
    await courier.redis.lpush(keys.outbox(courier.card), item);
    await courier.redis.hincrby(keys.watch(courier.id), 'owed', 1);
    await post();
    expect(courier.slack.messages(DBA)).toHaveLength(1);
    expect(await courier.outboxes.head(courier.card)).toBeUndefined();
    expect(await courier.redis.hget(keys.watch(courier.id), 'owed')).toBe('0');
    expect(await aside()).toMatchObject([{ where: `outbox:${courier.card}`, value: item }]);
  },
);

test('gives an outbox another name that is none, and goes on with a new one', async () => {
  const outbox = keys.outbox(courier.card);
  await courier.redis.del(outbox);
  await courier.redis.set(outbox, 'x');
  await post();
  expect(await courier.redis.exists(outbox)).toBe(0);
  expect(await courier.redis.get(keys.asideKey(`outbox:${courier.card}`))).toBe('x');
});

test('keeps the last hundred of what is set aside', async () => {
  await courier.redis.lpush(keys.outbox(courier.card), ...Array.from({ length: 120 }, () => 'x'));
  await post();
  expect(await aside()).toHaveLength(100);
  expect(courier.slack.messages(DBA)).toHaveLength(1);
});
