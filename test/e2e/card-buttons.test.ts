import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { succeededOperation } from '../../src/sandbox/azure/ended-operation.ts';
import { cardsOf, shownIn, untilCard, untilThread } from './cards.ts';
import { failed, running } from './running.ts';
import { ALICE, BOB, DBA, ONCALL, startTestWorld, type TestWorld } from './start-test-world.ts';

const RANDOM = 'C0RANDOM';
const TEAM = 'C0TEAM';

let world: TestWorld;
beforeAll(async () => {
  const channels = [DBA, ONCALL, RANDOM, TEAM].map((id) => ({ id, name: id, isMember: true }));
  world = await startTestWorld('socket', {}, { channels });
});
afterAll(async () => {
  await world.stop();
});

async function watched(channel: string, label = 'nightly export') {
  const operation = world.azure.operation({ script: () => running(10) });
  await world.ask(`watch ${operation.asyncOperationUrl} as ${label}`, { channel });
  return { operation, card: await untilCard(world, channel, operation, /10 %/) };
}

/** The card once it shows that. */
const untilShown = (channel: string, operationId: string, words: RegExp) =>
  world.slack.until(
    () => cardsOf(world, channel, { operationId }).find((card) => words.test(shownIn(card))),
    { timeoutMs: 15_000, what: `a card that shows ${words}` },
  );

const whispers = (channel: string, user: string) =>
  world.slack.ephemerals(channel, user).map(({ text }) => text);

describe('Tell me at the end', () => {
  test('has the note of the end mention who asked and who pressed it, and nobody who took it back', async () => {
    const { operation, card } = await watched(DBA);
    const press = (user: string) =>
      world.slack.press({ channel: DBA, ts: card.ts, user, actionId: 'tell-me' });
    await press(BOB);
    await untilShown(DBA, operation.operationId, /Told at the end, too: <@U0BOB>/);
    await press('U0CAROL');
    await untilShown(DBA, operation.operationId, /<@U0BOB>, <@U0CAROL>/);
    await press('U0CAROL');
    await world.slack.until(
      () => !shownIn(cardsOf(world, DBA, operation)[0] ?? card).includes('U0CAROL'),
      { timeoutMs: 15_000 },
    );
    await press(ALICE);
    await world.slack.until(() => whispers(DBA, ALICE).at(-1)?.includes('told at the end anyway'));
    operation.set(failed());
    const story = await untilThread(world, card, /failed/);
    expect(story.at(-1)).toContain('<@U0ALICE>');
    expect(story.at(-1)).toContain('<@U0BOB>');
    expect(story.at(-1)).not.toContain('U0CAROL');
    await untilCard(world, DBA, operation, /failed/);
    await world.slack.redeliver();
  });
});

describe('notes off', () => {
  test('by the menu leaves milestones away, and the end is told', async () => {
    const { operation, card } = await watched(RANDOM, 'quiet one');
    const choose = (value: string) =>
      world.slack.press({ channel: RANDOM, ts: card.ts, user: BOB, actionId: 'card-menu', value });
    const watchId = /notes-off\/([^"]+)/.exec(shownIn(card))?.[1] ?? '';
    await choose(`notes-off/${watchId}`);
    await untilShown(RANDOM, operation.operationId, /Notes are off/);
    operation.set(running(60));
    await untilCard(world, RANDOM, operation, /60 %/);
    operation.set({ kind: 'ok', body: succeededOperation({ startTime: 1, endTime: 2 }) });
    const story = await untilThread(world, card, /succeeded/);
    expect(story).toHaveLength(1);
  });

  test('by command, with a label, and on again', async () => {
    const { operation, card } = await watched(TEAM, 'weekly export');
    const who = { channel: TEAM };
    expect(await world.ask('quiet weekly export', who)).toContain('only how it ends');
    await untilShown(TEAM, operation.operationId, /Notes are off/);
    expect(await world.ask('quiet off weekly export', who)).toContain('told here again');
    operation.set(running(60));
    await untilThread(world, card, /past 50 %/);
    expect(await world.ask('quiet weekly exprt', who)).toContain('Do you mean one of these?');
  });
});

describe('Copy for support', () => {
  test('gives who asks alone what Azure’s support asks for', async () => {
    const { operation, card } = await watched(DBA, 'for support');
    operation.set(failed('The disk is full.'));
    const ended = await untilCard(world, DBA, operation, /failed/);
    const [, value = ''] = /"value":"(support\/[^"]+)"/.exec(shownIn(ended)) ?? [];
    await world.slack.press({ channel: DBA, ts: card.ts, user: BOB, actionId: 'card-menu', value });
    const answer = await world.slack.until(
      () => world.slack.ephemerals(DBA, BOB).find(({ text }) => text.includes('support asks for')),
      { timeoutMs: 15_000, what: 'something to copy' },
    );
    expect(answer.text).toContain('for support');
    const copied = shownIn(answer);
    expect(copied).toContain(`Operation: ${operation.operationId}`);
    expect(copied).toMatch(/Subscription: .*Region: .*Request id: .*The disk is full\./);
  });
});

describe('Watch again', () => {
  test('goes on with what was stopped, with one new card, and ends politely with what has ended', async () => {
    const { operation, card } = await watched(DBA, 'once more');
    await world.ask('stop once more');
    const stopped = await untilCard(world, DBA, operation, /no longer watched here/);
    const again = (ts: string) =>
      world.slack.press({ channel: DBA, ts, user: BOB, actionId: 'watch-again' });
    await Promise.all([again(stopped.ts), again(stopped.ts)]);
    const next = await world.slack.until(
      () => cardsOf(world, DBA, operation).find(({ ts }) => ts !== card.ts),
      { timeoutMs: 15_000 },
    );
    expect(shownIn(next)).toContain('once more');
    operation.set(failed('The disk is full.'));
    await untilThread(world, next, /failed/);
    const ended = await world.slack.until(
      () => cardsOf(world, DBA, operation).find((each) => shownIn(each).includes('failed')),
      { timeoutMs: 15_000 },
    );
    await again(ended.ts);
    await world.slack.until(() =>
      whispers(DBA, BOB).some((text) => /ended already.*failed.*The disk is full/.test(text)),
    );
    expect(cardsOf(world, DBA, operation)).toHaveLength(2);
  });
});
