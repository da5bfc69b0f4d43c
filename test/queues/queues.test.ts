import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { Queues } from '../../src/queues/queues.ts';
import { watchNamed } from '../names.ts';
import { startTestRedis, type TestRedis } from '../redis/with-redis.ts';

const HOUR = 3_600_000;

let server: TestRedis;
let queues: Queues;
beforeAll(async () => {
  server = await startTestRedis();
  queues = new Queues(server.connection, () => undefined);
});
beforeEach(async () => {
  await server.redis.flushdb();
});
afterAll(async () => {
  await queues.close();
  await server.stop();
});

async function sleeping(name: string, delay: number): Promise<void> {
  await queues.watches.add('poll', { watchId: watchNamed(name) }, { jobId: name, delay });
}

// It finds them by the scores that BullMQ gives to sleeping jobs, which are BullMQ's own affair: a release
// that changes them has to fail here.
test('watches that sleep past a time are found, and woken unless they do so by right', async () => {
  await sleeping('w-soon-1', HOUR - 60_000);
  await sleeping('w-late-1', HOUR + 60_000);
  await sleeping('w-right-1', HOUR + 60_000);
  const byRight = new Set([watchNamed('w-right-1')]);
  let asked: readonly string[] = [];
  const woken = await queues.wakeOversleepers(Date.now() + HOUR, async (watchIds) => {
    asked = watchIds;
    return byRight;
  });
  expect([...asked].sort()).toEqual(['w-late-1', 'w-right-1']);
  expect(woken).toEqual(['w-late-1']);
  expect((await queues.watches.getDelayed()).map(({ id }) => id).sort()).toEqual([
    'w-right-1',
    'w-soon-1',
  ]);
});

test('a watch that has a job keeps it, however often it is added', async () => {
  await sleeping('w-1', HOUR);
  await queues.addPoll(watchNamed('w-1'));
  expect(await queues.watches.getJobCountByTypes('delayed', 'wait')).toBe(1);
  expect(await queues.withoutPoll([watchNamed('w-1'), watchNamed('w-2')])).toEqual(['w-2']);
});
