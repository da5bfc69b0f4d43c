import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inProgressBackup } from '../../src/sandbox/azure/in-progress-backup.ts';
import type { SimulatedOperation } from '../../src/sandbox/azure/simulated-operation.ts';
import type { SimulatedMessage } from '../../src/sandbox/slack/state/message.ts';
import { cardsOf, shownIn, untilCard, untilThread } from '../e2e/cards.ts';
import { ALICE, BOB, DBA, startTestWorld, type TestWorld } from '../e2e/start-test-world.ts';

const RANDOM = 'C0RANDOM';
const SECRET = 'G0SECRET';

const body = inProgressBackup({ percent: 10, doneBytes: 1, totalBytes: 10, startTime: 0 });

let world: TestWorld;

function useWorld(entrance: 'socket' | 'http', settings = {}): void {
  beforeAll(async () => {
    world = await startTestWorld(entrance, settings);
  });
  afterAll(async () => {
    await world.stop();
  });
}

async function watched(channel: string): Promise<{
  readonly operation: SimulatedOperation;
  readonly card: SimulatedMessage;
}> {
  const operation = world.azure.operation({ script: () => ({ kind: 'ok', body }) });
  await world.ask(`watch ${operation.progressUrl}`, { channel });
  const card = await untilCard(world, channel, operation, /10 %/);
  return { operation, card };
}

const press = ({ channel, ts }: SimulatedMessage, actionId: string, user: string) =>
  world.slack.press({ channel, ts, actionId, user });
const told = (channel: string, user: string) =>
  world.slack.ephemerals(channel, user).map(({ text }) => text);
const stops = ({ channel, ts }: SimulatedMessage) =>
  world.slack.thread(channel, ts).filter(({ text }) => text.includes('stopped watching'));

describe.each(['socket', 'http'] as const)('what is asked twice over %s', (entrance) => {
  useWorld(entrance);

  test('is done once where Slack delivers it twice: a command', async () => {
    const { operation } = await watched(DBA);
    const { response } = await world.slack.redeliver();
    // No second answer, and least of all one that it is watched here already.
    expect(response?.['text']).toBeUndefined();
    expect(await world.ask('list')).toContain('Being watched here: 1');
    expect(cardsOf(world, DBA, operation)).toHaveLength(1);
  });

  test('is done once where Slack delivers it twice: Stop, which is not taken for a second one', async () => {
    const { operation, card } = await watched(DBA);
    await press(card, 'stop', BOB);
    await untilThread(world, card, /stopped watching/);
    await world.slack.redeliver();
    // Asked after the repeated press, answered after it.
    await world.ask('list');
    expect(stops(card)).toHaveLength(1);
    expect(told(DBA, BOB)).toEqual([]);

    // A command of the same person afterwards is another one.
    await world.ask(`watch ${operation.progressUrl}`);
    await world.slack.until(() => cardsOf(world, DBA, operation).length === 2);
  });

  test('is done once where two people press Stop at once, and the second is told so', async () => {
    // In #dba, what was posted before uses up what Slack takes.
    const { operation, card } = await watched(RANDOM);
    await Promise.all([press(card, 'stop', ALICE), press(card, 'stop', BOB)]);
    await untilCard(world, RANDOM, operation, /no longer watched/);
    await untilThread(world, card, /stopped watching/);
    const answer = await world.slack.until(() =>
      [...told(RANDOM, ALICE), ...told(RANDOM, BOB)].find((text) =>
        text.includes('has stopped that already'),
      ),
    );
    expect(answer).toContain('🙅');
    expect(stops(card)).toHaveLength(1);
  });
});

describe('a watch that was given up', () => {
  useWorld('socket', { WATCH_FOR: '1s' });

  test('goes on by "Watch again", once, with one new card, as private as the old one', async () => {
    world.slack.changeChannel(SECRET, { isMember: true });
    const { operation, card } = await watched(SECRET);
    const given = await untilCard(world, SECRET, operation, /stopped watching after .*10 %/);
    expect(shownIn(given)).toContain('Watch again');
    await untilThread(world, card, /stopped watching .*Watch again/s);
    await press(given, 'watch-again', BOB);
    const next = await world.slack.until(() => cardsOf(world, SECRET, operation).at(1));
    expect(await world.ask('list all', { user: 'U0CAROL' })).toContain('Nothing is being watched');
    await world.slack.redeliver();
    await untilThread(world, next, /stopped watching/);
    expect(cardsOf(world, SECRET, operation)).toHaveLength(2);
  });
});
