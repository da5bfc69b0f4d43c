import { afterEach, describe, expect, test } from 'vitest';
import { inProgressBackup } from '../../src/sandbox/azure/in-progress-backup.ts';
import type { SimulatedOperation } from '../../src/sandbox/azure/simulated-operation.ts';
import type { SimulatedMessage } from '../../src/sandbox/slack/state/message.ts';
import { cardsOf, shownIn, untilCard, untilThread } from '../e2e/cards.ts';
import { ALICE, BOB, DBA, startTestWorld, type TestWorld } from '../e2e/start-test-world.ts';

let world: TestWorld;
afterEach(async () => {
  await world.stop();
});

const body = inProgressBackup({ percent: 10, doneBytes: 1, totalBytes: 10, startTime: 0 });

async function watched(): Promise<{ operation: SimulatedOperation; card: SimulatedMessage }> {
  const operation = world.azure.operation({ script: () => ({ kind: 'ok', body }) });
  await world.ask(`watch ${operation.progressUrl}`);
  const card = await untilCard(world, DBA, operation, /10 %/);
  await untilThread(world, card, /Watching for/);
  return { operation, card };
}

const press = (card: SimulatedMessage, actionId: string, user: string) =>
  world.slack.press({ channel: DBA, ts: card.ts, actionId, user });
const told = (user: string) => world.slack.ephemerals(DBA, user).map(({ text }) => text);
const stops = (card: SimulatedMessage) =>
  world.slack.thread(DBA, card.ts).filter(({ text }) => text.includes('stopped watching'));

describe.each(['socket', 'http'] as const)('what Slack delivers twice over %s', (entrance) => {
  test('is done once: a command', async () => {
    world = await startTestWorld(entrance);
    const { operation } = await watched();
    const { response } = await world.slack.redeliver();
    // No second answer, and least of all one that it is watched here already.
    expect(response?.['text']).toBeUndefined();
    expect(await world.ask('list')).toContain('Being watched here: 1');
    expect(cardsOf(world, DBA, operation)).toHaveLength(1);
  });

  test('is done once: Stop, which is not taken for a second one', async () => {
    world = await startTestWorld(entrance);
    const { operation, card } = await watched();
    await press(card, 'stop', BOB);
    await untilThread(world, card, /stopped watching/);
    await world.slack.redeliver();
    // Asked after the repeated press, answered after it.
    await world.ask('list');
    expect(stops(card)).toHaveLength(1);
    expect(told(BOB)).toEqual([]);

    // A command of the same person afterwards is another one.
    await world.ask(`watch ${operation.progressUrl}`);
    await world.slack.until(() => cardsOf(world, DBA, operation).length === 2);
  });
});

test('two people who press Stop at once get one stop, and the second is told so', async () => {
  world = await startTestWorld('socket');
  const { operation, card } = await watched();
  await Promise.all([press(card, 'stop', ALICE), press(card, 'stop', BOB)]);
  await untilCard(world, DBA, operation, /no longer watched/);
  await untilThread(world, card, /stopped watching/);
  const answer = await world.slack.until(() =>
    [...told(ALICE), ...told(BOB)].find((text) => text.includes('has stopped that already')),
  );
  expect(answer).toContain('🙅');
  expect(stops(card)).toHaveLength(1);
});

test('"Watch on" goes on with a watch that was given up, with one new card', async () => {
  world = await startTestWorld('socket', { WATCH_FOR: '1s' });
  const { operation, card } = await watched();
  const given = await untilCard(world, DBA, operation, /stopped watching after .*10 %/);
  expect(shownIn(given)).toContain('Watch on');
  await untilThread(world, card, /stopped watching .*Watch on/s);
  await press(given, 'watch-on', BOB);
  const next = await world.slack.until(() => cardsOf(world, DBA, operation).at(1));
  await untilThread(world, next, /Watching for <@U0BOB>/);
  await world.slack.redeliver();
  await untilThread(world, next, /stopped watching/);
  expect(cardsOf(world, DBA, operation)).toHaveLength(2);
});
