import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createPoll } from '../../src/reading/poll.ts';
import { NO_DEADLINE } from '../../src/redis/deadline.ts';
import { type SandboxRedis, startPrivateRedis } from '../../src/sandbox/redis/private-redis.ts';
import { createDeliver } from '../../src/telling/posting/deliver.ts';
import { destinations } from '../../src/watch/names.ts';
import type { Reading, ReadOperation } from '../../src/watch/reading.ts';
import { cardNamed } from '../names.ts';
import { afterReading } from '../watch/live.ts';
import { type Bench, DBA, ONCALL, startBench } from './bench.ts';
import { seen } from './crash/one-life.ts';
import { takeJob } from './take-job.ts';

const STORY = [seen('InProgress', 10), seen('InProgress', 60), seen('Failed', 60)] as const;

let redis: SandboxRedis;
let bench: Bench;
let story: (reads: number) => Reading;
beforeAll(async () => {
  redis = await startPrivateRedis();
});
beforeEach(async () => {
  bench = await startBench({
    redisUrl: redis.url,
    story: (reads) => story(reads),
    policy: { pollMinMs: 20 },
  });
  story = (reads) => STORY[reads] ?? STORY[2];
});
afterEach(async () => {
  await bench.stop();
});
afterAll(async () => {
  await redis.stop();
});

const thread = () =>
  bench.slack.thread(DBA, bench.slack.messages(DBA)[0]?.ts ?? '').map(({ text }) => text);

/** A worker is paused within its reading, for longer than its lock. */
async function readSlowly() {
  const parts = bench.parts(bench.connect());
  const { promise: answered, resolve: answer } = Promise.withResolvers<void>();
  const { promise: asked, resolve: ask } = Promise.withResolvers<void>();
  const read: ReadOperation = async (reference, options) => {
    const reading = await parts.read(reference, options);
    ask();
    await answered;
    return reading;
  };
  const job = await takeJob(bench, 'watches', createPoll({ ...parts, read }));
  const run = job.run();
  await asked;
  await bench.endLocks();
  return {
    /** It goes on, and finds that the job is no longer its own. */
    async end(): Promise<void> {
      answer();
      await expect(run).rejects.toThrow();
      await job.abandon();
    },
  };
}

describe('two workers that believe they own the same job', () => {
  test('both read: the slower is refused, and all is told once', async () => {
    const slow = await readSlowly();
    const fast = bench.startProcess();
    await bench.untilAllIsDone();
    await slow.end();
    await fast.stop();

    expect(bench.slack.messages(DBA)).toHaveLength(1);
    expect(thread()).toEqual([expect.stringContaining('past 50 %'), expect.stringMatching(/^❌ /)]);
    expect(bench.slack.messages(ONCALL)).toHaveLength(1);
  });

  test('both read: what the slower has seen is no news while the watch goes on', async () => {
    // The next reading would be in an hour.
    story = (reads) => ({
      ...seen('InProgress', reads === 0 ? 10 : 60),
      ...(reads === 1 && { retryAfterMs: 3_600_000 }),
    });
    const slow = await readSlowly();
    const fast = bench.startProcess();
    await bench.slack.until(() => thread().length === 1);
    await slow.end();
    await fast.stop();
    expect((await bench.watches.load(bench.id))?.record).toMatchObject({
      reads: 2,
      latest: { snapshot: { percent: 60 } },
    });
  });

  test('both post: one telling', async () => {
    const parts = bench.parts(bench.connect());
    const poll = await takeJob(bench, 'watches', createPoll(parts));
    await poll.run();
    await poll.abandon();
    // Its next reading tells of a milestone.
    await bench.watches.update(
      bench.id,
      (record) => afterReading(record, STORY[1], Date.now(), parts.policy),
      { deadline: NO_DEADLINE },
    );
    const destination = destinations.card(bench.id, cardNamed(`${DBA}-1`));
    for (const _item of ['card', 'milestone']) {
      const owed = await bench.outboxes.head(destination);
      if (!owed) throw new Error('Nothing is owed');
      const { promise: sent, resolve: send } = Promise.withResolvers<void>();
      const { promise: released, resolve: release } = Promise.withResolvers<void>();
      const slow = createDeliver(
        bench.parts(bench.connect(), {
          async fetch(input, init) {
            send();
            await released;
            return await fetch(input, init);
          },
        }),
      )(owed);
      await sent;
      const deliver = createDeliver(parts);
      expect(await deliver(owed)).toMatchObject({
        kind: 'not-yet',
        afterMs: expect.any(Number),
      });
      release();
      expect(await slow).toBeUndefined();
      // It has been dealt with: another that has read it before takes nothing more off.
      expect(await deliver(owed)).toBeUndefined();
    }
    expect(bench.slack.messages(DBA)).toHaveLength(1);
    expect(thread()).toEqual([expect.stringContaining('past 50 %')]);
  });

  test('both edit: the card shows the newest', async () => {
    const workers = [bench.startProcess(), bench.startProcess(), bench.startProcess()];
    await bench.untilAllIsDone();
    await Promise.all(workers.map((worker) => worker.stop()));
    expect(bench.slack.messages(DBA)).toMatchObject([{ text: expect.stringMatching(/^❌ /) }]);
    expect(thread()).toHaveLength(2);
  });
});
