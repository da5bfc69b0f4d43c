import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type SandboxRedis, startPrivateRedis } from '../../src/sandbox/redis/private-redis.ts';
import type { Fault } from '../../src/sandbox/slack/faults.ts';
import { type Bench, DBA, startBench } from './bench.ts';
import { seen } from './crash/one-life.ts';

const EDIT = 'chat.update';
const STORY = [seen('InProgress', 10), seen('InProgress', 60), seen('Succeeded', 100)] as const;

let redis: SandboxRedis;
let bench: Bench;
let worker: ReturnType<Bench['startProcess']>;
beforeAll(async () => {
  redis = await startPrivateRedis();
});
afterEach(async () => {
  await worker.stop();
  await bench.stop();
});
afterAll(async () => {
  await redis.stop();
});

/** A watch runs to its end while its card's edits fail. Returns how to mend that. */
async function runWith(fault: Fault, times: number): Promise<() => void> {
  bench = await startBench({
    redisUrl: redis.url,
    story: (reads) => STORY[reads] ?? STORY[2],
    // So slow that a card is edited between two looks.
    policy: { pollMinMs: 600, pollMaxMs: 600 },
  });
  const mend = bench.slack.fail({ method: EDIT, times, with: fault });
  worker = bench.startProcess();
  return mend;
}

const untilShown = (text: RegExp) =>
  bench.slack.until(() => bench.slack.messages(DBA).find((card) => text.test(card.text)), {
    timeoutMs: 10_000,
  });
const edits = () => bench.slack.calls.filter(({ method }) => method === EDIT);

describe('an edit that Slack', () => {
  test.each([
    { kind: 'status', status: 500 },
    { kind: 'status', status: 429, headers: { 'retry-after': '1' } },
    { kind: 'carried-out-then-drop' },
  ] as const)('does not take now is made later: %j', async (fault) => {
    await runWith(fault, 1);
    expect((await untilShown(/succeeded/)).blocks).not.toEqual([]);
    await bench.untilAllIsDone();
  });

  test('takes from nobody who signs in so waits for that to be mended', async () => {
    const mend = await runWith({ kind: 'error', error: 'invalid_auth' }, 1000);
    await bench.slack.until(() => edits().length > 0);
    await untilEnded();
    mend();
    await bench.parts(bench.connect()).edits.resume();
    await untilShown(/succeeded/);
    await bench.untilAllIsDone();
  });

  test.each(['cant_update_message', 'is_archived'])(
    'refuses for good: the ending is a new message in the channel: %s',
    async (error) => {
      await runWith({ kind: 'error', error }, 1000);
      await untilShown(/^✅ .*succeeded/);
      await bench.untilAllIsDone();
      expect(bench.slack.messages(DBA)).toHaveLength(2);
    },
  );

  test('refuses as it is shows the plain sentence', async () => {
    bench = await startBench({
      redisUrl: redis.url,
      story: (reads) => STORY[reads] ?? STORY[2],
      policy: { pollMinMs: 50 },
    });
    bench.slack.fail({
      method: EDIT,
      times: 1000,
      when: ({ blocks }) => Array.isArray(blocks) && blocks.length > 0,
      with: { kind: 'error', error: 'invalid_blocks' },
    });
    worker = bench.startProcess();
    expect(await untilShown(/succeeded/)).toMatchObject({ blocks: [] });
    await bench.untilAllIsDone();
  });
});

async function untilEnded(): Promise<void> {
  await bench.slack.until(() => {
    const [card] = bench.slack.messages(DBA);
    return card && bench.slack.thread(DBA, card.ts).some(({ text }) => text.includes('succeeded'));
  });
}
