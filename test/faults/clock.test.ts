import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPoll } from '../../src/reading/poll.ts';
import { type SandboxRedis, startPrivateRedis } from '../../src/sandbox/redis/private-redis.ts';
import { createSweep } from '../../src/upkeep/sweep.ts';
import { DBA, startBench } from './bench.ts';
import { seen } from './crash/one-life.ts';
import { takeJob } from './take-job.ts';

const HOUR = 3_600_000;

let redis: SandboxRedis;
beforeAll(async () => {
  redis = await startPrivateRedis();
});
afterAll(async () => {
  await redis.stop();
});

test('a clock that is set back leaves no watch asleep: the sweep wakes it', async () => {
  const bench = await startBench({
    redisUrl: redis.url,
    story: (reads) => (reads === 0 ? seen('InProgress', 10) : seen('Succeeded', 100)),
  });
  const parts = bench.parts(bench.connect());
  // An hour ahead while the first reading is taken; then somebody sets it right.
  const ahead = createPoll({ ...parts, now: () => Date.now() + HOUR });
  const poll = await takeJob(bench, 'watches', ahead);
  await poll.run();
  await poll.abandon();
  const [job] = await bench.queues.watches.getDelayed();
  expect(job?.delay).toBeGreaterThan(HOUR / 2);

  const worker = bench.startProcess();
  await bench.slack.until(() =>
    bench.slack.messages(DBA).some(({ text }) => text.includes('succeeded')),
  );
  await bench.untilAllIsDone();
  await worker.stop();
  await bench.stop();
});

test('a pause that Azure asked for is no such sleep', async () => {
  const bench = await startBench({
    redisUrl: redis.url,
    story: () => ({ ...seen('InProgress', 10), retryAfterMs: HOUR }),
  });
  const worker = bench.startProcess();
  await bench.slack.until(() => bench.slack.messages(DBA).length === 1);
  await worker.stop();
  expect(await bench.queues.watches.getDelayedCount()).toBe(1);
  await createSweep(bench.parts(bench.connect()))();
  expect(await bench.queues.watches.getDelayedCount()).toBe(1);
  await bench.stop();
});
