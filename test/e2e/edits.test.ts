import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { succeededOperation } from '../../src/sandbox/azure/ended-operation.ts';
import type { SimulatedOperation } from '../../src/sandbox/azure/simulated-operation.ts';
import type { SimulatedMessage } from '../../src/sandbox/slack/state/message.ts';
import { untilCard } from './cards.ts';
import { callsOf, excess } from './pace.ts';
import { moving } from './running.ts';
import { ALICE, DBA, startTestWorld, type TestWorld } from './start-test-world.ts';

const EDITS_PER_MINUTE = 60;
const INTERVAL_MS = 60_000 / EDITS_PER_MINUTE;
const CARDS = 8;

describe('with more running cards than may be edited, each of which always looks different', () => {
  let world: TestWorld;
  let operations: readonly SimulatedOperation[];
  const cards: SimulatedMessage[] = [];
  beforeAll(async () => {
    world = await startTestWorld('socket', { SLACK_EDITS_PER_MINUTE: String(EDITS_PER_MINUTE) });
    operations = Array.from({ length: CARDS }, () => world.azure.operation({ script: moving() }));
    for (const operation of operations) {
      await world.ask(`watch ${operation.progressUrl}`);
      cards.push(await untilCard(world, DBA, operation, /%/));
    }
  });
  afterAll(async () => {
    await world.stop();
  });

  /** Of which cards the next edits are, as numbers. */
  async function nextEdits(count: number): Promise<readonly number[]> {
    const before = callsOf(world, 'chat.update').length;
    const edits = () => callsOf(world, 'chat.update').slice(before, before + count);
    await world.slack.until(() => edits().length === count, { timeoutMs: 30_000 });
    return edits().map(({ args }) => cards.findIndex(({ ts }) => ts === args['ts']));
  }
  const first = async (edited: Promise<readonly number[]>, card: number) =>
    (await edited).indexOf(card) + 1;
  const lastTwo = [CARDS - 2, CARDS - 1] as const;

  test('each is edited in its turn, within the budget', async () => {
    await nextEdits(CARDS);
    const edited = await nextEdits(2 * CARDS);
    const counts = cards.map((_, card) => edited.filter((each) => each === card).length);
    // Twice each, if none of them is read late.
    for (const count of counts) expect([1, 2, 3]).toContain(count);
    const times = callsOf(world, 'chat.update').map(({ at }) => at);
    expect(excess(times, { intervalMs: INTERVAL_MS, atOnce: 1 })).toBe(0);
  }, 60_000);

  test('an ending is shown before any progress that is not under way yet', async () => {
    const [, card] = lastTwo;
    // All others have waited for longer.
    await world.slack.until(() => callsOf(world, 'chat.update').at(-1)?.args['ts'] === ts(card), {
      timeoutMs: 30_000,
    });
    const edited = nextEdits(3);
    const ended = { startTime: Date.now() - 60_000, endTime: Date.now() };
    operations[card]?.set({ kind: 'ok', body: succeededOperation(ended) });
    expect([1, 2, 3]).toContain(await first(edited, card));
    expect(world.slack.message(DBA, ts(card))?.text).toMatch(/succeeded/);
  }, 60_000);

  test('a card that somebody refreshes is shown before the others’ progress', async () => {
    const [card] = lastTwo;
    await world.slack.until(() => callsOf(world, 'chat.update').at(-1)?.args['ts'] === ts(card), {
      timeoutMs: 30_000,
    });
    const edited = nextEdits(3);
    await world.slack.press({ channel: DBA, ts: ts(card), actionId: 'refresh', user: ALICE });
    expect([1, 2, 3]).toContain(await first(edited, card));
  }, 60_000);

  function ts(card: number): string {
    return cards[card]?.ts ?? '';
  }
});
