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
/**
 * One a second goes on until Azure's answer is stored, which on a busy machine is not soon. The card has just been
 * edited: in its turn it would come behind all others.
 */
const MAY_COME_FIRST = CARDS - 4;

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
  /** How many edits of other cards are sent after `act` and before the card's own. */
  async function editsBefore(card: number, act: () => unknown): Promise<number> {
    const earlier = callsOf(world, 'chat.update').length;
    await act();
    const place = () =>
      callsOf(world, 'chat.update')
        .slice(earlier)
        .findIndex(({ args }) => args['ts'] === ts(card));
    await world.slack.until(() => place() >= 0, { timeoutMs: 30_000 });
    return place();
  }
  const untilEdited = (card: number) =>
    world.slack.until(() => callsOf(world, 'chat.update').at(-1)?.args['ts'] === ts(card), {
      timeoutMs: 30_000,
    });
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
    await untilEdited(card);
    const ended = { startTime: Date.now() - 60_000, endTime: Date.now() };
    const before = await editsBefore(card, () =>
      operations[card]?.set({ kind: 'ok', body: succeededOperation(ended) }),
    );
    expect(before).toBeLessThanOrEqual(MAY_COME_FIRST);
    expect(world.slack.message(DBA, ts(card))?.text).toMatch(/succeeded/);
  }, 60_000);

  test('a card that somebody refreshes is shown before the others’ progress', async () => {
    const [card] = lastTwo;
    await untilEdited(card);
    const press = { channel: DBA, ts: ts(card), actionId: 'refresh', user: ALICE };
    const before = await editsBefore(card, () => world.slack.press(press));
    expect(before).toBeLessThanOrEqual(MAY_COME_FIRST);
  }, 60_000);

  function ts(card: number): string {
    return cards[card]?.ts ?? '';
  }
});
