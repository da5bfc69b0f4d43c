import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ApiCall } from '../../src/sandbox/slack/state/api-call.ts';
import { untilCard } from './cards.ts';
import { callsOf } from './pace.ts';
import { failed, moving, running } from './running.ts';
import { DBA, startTestWorld, type TestWorld } from './start-test-world.ts';

const RANDOM = 'C0RANDOM';
const POST = 'chat.postMessage';
const PAUSE_SECONDS = 4;

let world: TestWorld;
beforeEach(async () => {
  // Cards and alerts stand in one channel.
  world = await startTestWorld('socket', { ONCALL_CHANNEL: DBA, ONCALL_MENTION: 'here' });
});
afterEach(async () => {
  await world.stop();
});

async function watch(script = () => running(10), channel = DBA) {
  const operation = world.azure.operation({ script });
  await world.ask(`watch ${operation.progressUrl}`, { channel });
  return operation;
}

async function standing(script?: () => ReturnType<typeof running>, channel = DBA) {
  const operation = await watch(script, channel);
  await untilCard(world, channel, operation, /%/);
  return operation;
}

/** Slack asks for a pause in #dba. @returns the call that was refused */
async function pauseChannel(): Promise<ApiCall> {
  world.slack.fail({
    method: POST,
    when: ({ channel }) => channel === DBA,
    with: { kind: 'status', status: 429, headers: { 'retry-after': String(PAUSE_SECONDS) } },
  });
  await watch();
  return await world.slack.until(() =>
    callsOf(world, POST, DBA).find(({ outcome }) => outcome.kind === 'fault'),
  );
}

/** The posts to #dba since then. */
const postsSince = ({ at }: ApiCall) => callsOf(world, POST, DBA).filter((call) => call.at > at);

describe('a channel in which Slack asks for a pause', () => {
  test('is silent for so long, while others are posted to, and cards are edited', async () => {
    await standing(moving());
    const refused = await pauseChannel();
    await watch();
    await standing(undefined, RANDOM);
    const resumed = await world.slack.until(() => postsSince(refused).at(0));
    expect(resumed.at - refused.at).toBeGreaterThanOrEqual(PAUSE_SECONDS * 1000 - 50);

    const meanwhile = (call: ApiCall) => call.at > refused.at && call.at < resumed.at;
    expect(callsOf(world, POST, RANDOM).filter(meanwhile)).toHaveLength(1);
    expect(callsOf(world, 'chat.update', DBA).filter(meanwhile).length).toBeGreaterThanOrEqual(2);
    const refusals = world.slack.calls.filter(({ outcome }) => outcome.kind !== 'ok');
    expect(refusals).toHaveLength(1);
  });

  test('hears of failures and endings first', async () => {
    const first = await standing();
    const second = await standing();
    const third = await standing();
    const refused = await pauseChannel();
    await watch();
    await watch();
    first.set(running(60));
    second.set(running(60));
    third.set(failed());

    // An alert and its card's last note; three cards; two percentages.
    const posts = await world.slack.until(
      () => {
        const found = postsSince(refused);
        return found.length >= 7 && found;
      },
      { timeoutMs: 25_000, what: 'seven posts after the pause' },
    );
    expect(posts.slice(0, 2).map(kindOf)).toEqual(['alert', 'note']);
    expect(posts.slice(2).map(kindOf).toSorted()).toEqual(['card', 'card', 'card', 'note', 'note']);
  });
});

describe('many watches begun at once in one channel', () => {
  const WATCHES = 31;
  /** What goes at once, then one a second; some time for the first reads, on a busy machine. */
  const LAST_CARD_MS = (WATCHES - 5) * 1000 + 6000;

  test('have their cards as soon as Slack allows, one post each', {
    timeout: 90_000,
  }, async () => {
    const begunAt = Date.now();
    const operations = await Promise.all(Array.from({ length: WATCHES }, () => watch()));
    const posts = () => callsOf(world, POST, DBA);
    for (const operation of operations.slice(0, 4)) {
      await operation.until(2);
      operation.set(running(60));
    }
    await world.slack.until(() => posts().filter(isCard).length === WATCHES, {
      timeoutMs: LAST_CARD_MS,
      what: `${WATCHES} cards`,
    });
    expect(Date.now() - begunAt).toBeLessThan(LAST_CARD_MS);
    await world.slack.until(() => posts().length === WATCHES + 4, { timeoutMs: 10_000 });
    expect(posts().every(({ outcome }) => outcome.kind === 'ok')).toBe(true);
  });
});

const isCard = (call: ApiCall) => kindOf(call) === 'card';

function kindOf({ args }: ApiCall): string {
  if (args['thread_ts']) return 'note';
  return String(args['text']).startsWith('🚨') ? 'alert' : 'card';
}
