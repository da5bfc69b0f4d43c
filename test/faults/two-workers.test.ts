import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createDeliver } from '../../src/jobs/deliver.ts';
import { createPoll, type ReadOperation } from '../../src/jobs/poll.ts';
import { type SandboxRedis, startPrivateRedis } from '../../src/sandbox/redis/private-redis.ts';
import { type Bench, DBA, ONCALL, startBench } from './bench.ts';
import { seen } from './crash/one-life.ts';
import { takeJob } from './take-job.ts';

const STORY = [seen('InProgress', 10), seen('InProgress', 60), seen('Failed', 60)] as const;

let redis: SandboxRedis;
let bench: Bench;
beforeAll(async () => {
  redis = await startPrivateRedis();
});
beforeEach(async () => {
  bench = await startBench({
    redisUrl: redis.url,
    story: (reads) => STORY[reads] ?? STORY[2],
    policy: { pollMinMs: 20 },
  });
});
afterEach(async () => {
  await bench.stop();
});
afterAll(async () => {
  await redis.stop();
});

const thread = () =>
  bench.slack.thread(DBA, bench.slack.messages(DBA)[0]?.ts ?? '').map(({ text }) => text);

describe('two workers that believe they own the same job', () => {
  test('both read: the slower is refused, and all is told once', async () => {
    const parts = bench.parts(bench.connect());
    const { promise: answered, resolve: answer } = Promise.withResolvers<void>();
    const { promise: asked, resolve: ask } = Promise.withResolvers<void>();
    const slowRead: ReadOperation = async (reference, options) => {
      const reading = await parts.read(reference, options);
      ask();
      await answered;
      return reading;
    };
    const slow = await takeJob(bench, 'watches', createPoll({ ...parts, read: slowRead }));
    const slowRun = slow.run();
    await asked;
    // It is paused for longer than its lock, and another takes the job over.
    await bench.endLocks();
    const fast = bench.startProcess();
    await bench.untilAllIsDone();
    answer();
    await expect(slowRun).rejects.toThrow();
    await fast.stop();
    await slow.abandon();

    expect(bench.slack.messages(DBA)).toHaveLength(1);
    expect(thread()).toEqual([
      expect.stringContaining('Watching for'),
      expect.stringContaining('Past 50 %'),
      expect.stringMatching(/^❌ /),
    ]);
    expect(bench.slack.messages(ONCALL)).toHaveLength(1);
    expect((await bench.watches.load(bench.id))?.record.reads).toBe(3);
  });

  test('both post: one telling', async () => {
    const deliveries = [1, 2, 3].map(() => createDeliver(bench.parts(bench.connect())));
    const parts = bench.parts(bench.connect());
    const poll = await takeJob(bench, 'watches', createPoll(parts));
    await poll.run();
    await poll.abandon();
    const destination = `card/${bench.id}/${DBA}-1`;
    for (let round = 0; round < 2; round++) {
      const owed = await bench.outboxes.head(destination);
      if (!owed) throw new Error('Nothing is owed');
      const outcomes = await Promise.all(deliveries.map((deliver) => deliver(owed)));
      // The others wait for the one that posts, or find that it has.
      for (const outcome of outcomes) {
        expect(outcome?.error ?? 'done').toMatch(/^(?:done|another process is posting it)$/);
      }
    }
    expect(bench.slack.messages(DBA)).toHaveLength(1);
    expect(thread()).toEqual([expect.stringContaining('Watching for')]);
  });

  test('both edit: the card shows the newest', async () => {
    const workers = [bench.startProcess(), bench.startProcess(), bench.startProcess()];
    await bench.untilAllIsDone();
    await Promise.all(workers.map((worker) => worker.stop()));
    expect(bench.slack.messages(DBA)).toMatchObject([{ text: expect.stringMatching(/^❌ /) }]);
    expect(thread()).toHaveLength(3);
  });
});
