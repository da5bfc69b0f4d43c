import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { shownIn, untilCard, untilThread } from './cards.ts';
import { failed } from './running.ts';
import { ALICE, BOB, DBA, ONCALL, startTestWorld, type TestWorld } from './start-test-world.ts';

const CAROL = 'U0CAROL';

describe('where commands are taken from some people in one channel', () => {
  let world: TestWorld;
  let ts: string;
  let isShownOnCard: () => boolean;
  beforeAll(async () => {
    world = await startTestWorld('socket', {
      ALLOWED_CHANNELS: DBA,
      ALLOWED_USERS: `${ALICE},${BOB}`,
      ADMINS: ALICE,
    });
    const operation = world.azure.operation({ script: () => failed() });
    await world.ask(`watch ${operation.progressUrl}`);
    const card = await untilCard(world, DBA, operation, /failed/);
    await untilThread(world, card, /failed/);
    isShownOnCard = () =>
      shownIn(world.slack.message(DBA, card.ts) ?? card).includes('looks after it');
    ({ ts } = await world.slack.until(() => oncall()[0]));
  });
  afterAll(async () => {
    await world.stop();
  });

  const oncall = () => world.slack.messages(ONCALL);
  const alert = () => shownIn(oncall()[0] ?? { blocks: [] });
  const press = (user: string) =>
    world.slack.press({ channel: ONCALL, ts, actionId: 'acknowledge', user });

  test('nobody else acknowledges an alert, and is told why', async () => {
    await press(CAROL);
    const told = await world.slack.until(() => world.slack.ephemerals(ONCALL, CAROL)[0]);
    expect(told.text).toMatch(/not on the list of people/);
    expect(alert()).not.toContain('Acknowledged by');
    const { response } = await world.slack.command({ channel: DBA, user: ALICE, text: 'audit' });
    expect(JSON.stringify(response)).toMatch(
      /<@U0CAROL> in <#C0ONCALL> · acknowledge .+ · turned away/,
    );
  });

  test('they acknowledge it in the on-call channel: the first one, once, pinging nobody', async () => {
    const pings = world.slack.pings.length;
    await press(BOB);
    await Promise.allSettled([press(ALICE), press(BOB)]);
    await world.slack.until(() => alert().includes(`Acknowledged by <@${BOB}>`));
    await world.slack.until(isShownOnCard);
    expect(alert()).not.toContain('"acknowledge"');
    expect(alert()).toContain('Open the card');
    expect(alert().split('Acknowledged by')).toHaveLength(2);
    expect(oncall()).toHaveLength(1);
    expect(world.slack.pings).toHaveLength(pings);
  });
});
