import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type SandboxRedis, startPrivateRedis } from '../../src/sandbox/redis/private-redis.ts';
import type { SimulatedMessage } from '../../src/sandbox/slack/state/message.ts';
import { type Bench, DBA, startBench, WITH_ALICE } from './bench.ts';
import { seen } from './crash/one-life.ts';
import { runWatchedProcess } from './crash/watched-process.ts';

const READINGS = [seen('InProgress', 10), seen('InProgress', 60), seen('Succeeded', 100)] as const;
const POST = 'chat.postMessage';
const ENDING = /^✅ .*succeeded/;

/** The card is deleted as soon as Slack has come so far; `replies`: what is left of its thread then. */
const MOMENTS = {
  'once it stands': (card: SimulatedMessage) => card,
  'once its thread is open': (card: SimulatedMessage, thread: readonly unknown[]) =>
    thread.length > 0 && card,
  'once it shows the ending': (card: SimulatedMessage) => ENDING.test(card.text) && card,
} as const;

const LOST_ANSWERS = { 'all answers come': false, 'the answer to the ending is lost': true };
const THREADS = { 'its replies stay': false, 'its replies are deleted, too': true };

const CHANNELS = { 'stays open': false, 'is archived': true };

interface Circumstance {
  readonly moment: keyof typeof MOMENTS;
  readonly answer: keyof typeof LOST_ANSWERS;
  readonly thread: keyof typeof THREADS;
  readonly channel: keyof typeof CHANNELS;
}

const CIRCUMSTANCES = keysOf(MOMENTS).flatMap((moment) => [
  ...keysOf(LOST_ANSWERS).flatMap((answer) =>
    keysOf(THREADS).map(
      (thread): Circumstance => ({ moment, answer, thread, channel: 'stays open' }),
    ),
  ),
  ...keysOf(LOST_ANSWERS).map(
    (answer): Circumstance => ({
      ...{ moment, answer },
      ...{ thread: 'its replies stay', channel: 'is archived' },
    }),
  ),
]);

function keysOf<Name extends string>(names: Readonly<Record<Name, unknown>>): readonly Name[] {
  return Object.keys(names) as Name[];
}

let redis: SandboxRedis;
beforeAll(async () => {
  redis = await startPrivateRedis();
});
afterAll(async () => {
  await redis.stop();
});

async function begin({ moment, answer, thread, channel }: Circumstance): Promise<Bench> {
  const bench = await startBench({
    redisUrl: redis.url,
    story: (reads) => READINGS[reads] ?? READINGS[2],
  });
  const { slack } = bench;
  let isDeleted = false;
  slack.onChange(() => {
    const card = slack.messages(DBA)[0];
    if (isDeleted || !card || !MOMENTS[moment](card, slack.thread(DBA, card.ts))) return;
    isDeleted = true;
    if (THREADS[thread]) {
      for (const reply of slack.thread(DBA, card.ts)) slack.deleteMessage(DBA, reply.ts);
    }
    slack.deleteMessage(DBA, card.ts);
    if (CHANNELS[channel]) slack.changeChannel(DBA, { isArchived: true });
  });
  if (LOST_ANSWERS[answer]) {
    slack.fail({
      method: POST,
      when: ({ text }) => ENDING.test(String(text)),
      with: { kind: 'carried-out-then-drop' },
    });
  }
  return bench;
}

/** Whoever reads the channel, or asked, hears of it, once. What stands under a deleted message nobody reads. */
function expectHeardOnce({ slack }: Bench): void {
  const heard = [...slack.messages(DBA), ...slack.messages(WITH_ALICE)];
  const texts = heard.map(({ text }) => text);
  expect(texts.filter((text) => ENDING.test(text))).toHaveLength(1);
  // Else nobody knows what it is about.
  for (const text of texts) expect(text).toContain('op-1');
}

describe.each(CIRCUMSTANCES)(
  'a card deleted $moment: $thread, the channel $channel, $answer',
  (circumstance) => {
    test('has its ending heard, once', async () => {
      const bench = await begin(circumstance);
      const process = bench.startProcess();
      try {
        await bench.untilAllIsDone();
      } finally {
        await process.stop();
      }
      expectHeardOnce(bench);
      await bench.stop();
    });

    test('and so it is whatever step a process dies at', async () => {
      const whole = await begin(circumstance);
      const steps = await runWatchedProcess(whole);
      expectHeardOnce(whole);
      await whole.stop();
      // From the ending on; what comes before has its crash tests elsewhere.
      const last = steps.findLastIndex(({ name }) => name === 'read');
      const tested = steps.filter(({ name, number }) => number > last && name !== 'moveToActive');
      const step = inject('everyCrash') ? 1 : 11;
      for (const [index, { number }] of tested.entries()) {
        if (index % step !== 0) continue;
        const bench = await begin(circumstance);
        await runWatchedProcess(bench, {
          step: number,
          when: index % 2 === 0 ? 'after' : 'before',
        });
        await bench.endLocks();
        const next = bench.startProcess();
        try {
          await bench.untilAllIsDone();
        } finally {
          await next.stop();
        }
        expectHeardOnce(bench);
        await bench.stop();
      }
    }, 60_000);
  },
);
