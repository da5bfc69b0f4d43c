import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SimulatedOperation } from '../../src/sandbox/azure/simulated-operation.ts';
import { cardsOf, shownIn, untilCard } from './cards.ts';
import { failed, running } from './running.ts';
import { ALICE, BOB, DBA, ONCALL, startTestWorld, type TestWorld } from './start-test-world.ts';

/** Slack takes few messages a second in one channel: they are watched in several. */
const CHANNELS = [DBA, 'C0TEAM1', 'C0TEAM2', 'C0TEAM3', 'C0TEAM4', 'C0TEAM5'] as const;
const OPERATIONS = 30;
const MENTION = '<!subteam^S0DBAS>';

describe('thirty operations that fail at once, with the limits of Slack and Azure', () => {
  let world: TestWorld;
  let operations: readonly SimulatedOperation[];
  beforeAll(async () => {
    world = await startTestWorld(
      'socket',
      {
        POLL_MIN: '1s',
        POLL_MAX: '1s',
        ARM_READS_PER_SECOND: '20',
        SLACK_EDITS_PER_MINUTE: '50',
        SLACK_POSTS_PER_MINUTE: '270',
      },
      {
        limits: true,
        channels: [...CHANNELS, ONCALL].map((id) => ({
          id,
          name: id.slice(2).toLowerCase(),
          isMember: true,
        })),
      },
    );
    operations = Array.from({ length: OPERATIONS }, () =>
      world.azure.operation({ script: () => running(10) }),
    );
    const asked = operations.map((operation, index) => {
      const channel = CHANNELS[index % CHANNELS.length] ?? DBA;
      return world.ask(`watch ${operation.progressUrl}`, { channel });
    });
    await Promise.all(asked);
    await world.slack.until(() => operations.every(hasCard), { timeoutMs: 60_000 });
    for (const operation of operations) operation.set(failed());
    await world.slack.until(() => operations.every((operation) => timesNamed(operation) > 0), {
      timeoutMs: 60_000,
      what: 'each operation named in on-call',
    });
  }, 120_000);
  afterAll(async () => {
    await world.stop();
  });

  const oncall = () => world.slack.messages(ONCALL);
  const hasCard = (operation: SimulatedOperation) =>
    CHANNELS.some((channel) => cardsOf(world, channel, operation).length > 0);
  const timesNamed = ({ operationId }: SimulatedOperation) =>
    oncall().reduce((count, alert) => count + shownIn(alert).split(operationId).length - 1, 0);
  const acknowledgements = () =>
    oncall().map((alert) => /Acknowledged by <@(\w+)>/.exec(shownIn(alert))?.[1]);
  const untilAcknowledged = (count: number) =>
    world.slack.until(() => acknowledgements().filter(Boolean).length === count, {
      timeoutMs: 20_000,
      what: `${count} messages that are acknowledged`,
    });
  const press = async (index: number, user: string) => {
    const { ts = '' } = oncall()[index] ?? {};
    return await world.slack.press({ channel: ONCALL, ts, actionId: 'acknowledge', user });
  };

  test('are each named once, in a few messages of which one calls on-call', () => {
    expect(operations.map(timesNamed)).toEqual(operations.map(() => 1));
    expect(oncall().length).toBeLessThanOrEqual(3);
    const called = world.slack.pings.filter(({ mention }) => mention === MENTION);
    expect([...new Set(called.map(({ ts }) => ts))]).toEqual([oncall()[0]?.ts]);
    expect(oncall()[1]?.text).toMatch(/^🚨 \d+ more operations have failed: /);
  });

  test('show each its ending on its card, and Slack never has to ask for a pause', async () => {
    // Slack takes 50 edits a minute: so the last ones can only come half a minute later.
    for (const [index, operation] of operations.entries()) {
      const channel = CHANNELS[index % CHANNELS.length] ?? DBA;
      await untilCard(world, channel, operation, /failed/, 60_000);
    }
    expect(world.slack.calls.filter(({ outcome }) => outcome.kind !== 'ok')).toEqual([]);
  }, 90_000);

  test('are acknowledged all together, by whoever is first', async () => {
    const messages = oncall().length;
    await Promise.all([press(1, BOB), press(2, ALICE), press(1, ALICE), press(1, BOB)]);
    await untilAcknowledged(messages);
    const [first, ...others] = acknowledgements();
    expect([ALICE, BOB]).toContain(first);
    expect(others).toEqual(others.map(() => first));
    for (const alert of oncall()) expect(shownIn(alert)).not.toContain('"acknowledge"');
    expect(oncall()).toHaveLength(messages);
  });

  test('say nothing of what fails later: that comes in a message of its own', async () => {
    const messages = oncall().length;
    const operation = world.azure.operation({ script: () => failed('Later.') });
    await world.ask(`watch ${operation.progressUrl}`);
    const late = await world.slack.until(() => oncall()[messages], { timeoutMs: 20_000 });
    expect(shownIn(late)).toContain(operation.operationId);
    expect(shownIn(late)).toContain('"acknowledge"');
    expect(shownIn(late)).not.toContain('Acknowledged by');
    expect(timesNamed(operation)).toBe(1);
    const called = world.slack.pings.filter(({ mention }) => mention === MENTION);
    expect(called.some(({ ts }) => ts === late.ts)).toBe(false);
  });
});
