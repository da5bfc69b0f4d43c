import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { SimulatedOperation } from '../../src/sandbox/azure/simulated-operation.ts';
import {
  type SimulatedPagerDuty,
  startSimulatedPagerDuty,
} from '../../src/sandbox/pager/simulated-pager-duty.ts';
import { shownIn } from './cards.ts';
import { failed, running } from './running.ts';
import { BOB, ONCALL, startTestWorld, type TestWorld } from './start-test-world.ts';

const OPERATIONS = 200;
const REMIND_AFTER_MS = 6000;
/** Slack takes few messages a second in one channel: they are watched in several. */
const CHANNELS = Array.from({ length: 20 }, (_, index) => `C0TEAM${index}`);
/** A pager is told five things a second: in a run that may be long, it is waited for. */
const PAGED = inject('everyCrash') ? OPERATIONS : OPERATIONS / 2;
const WAIT = { timeoutMs: 120_000 };
const POLL = { timeout: 240_000, interval: 100 };
const TEST_MS = 300_000;

describe('two hundred operations that fail at once', () => {
  let pagerDuty: SimulatedPagerDuty;
  let world: TestWorld;
  let operations: readonly SimulatedOperation[];
  beforeAll(async () => {
    pagerDuty = await startSimulatedPagerDuty();
    world = await startTestWorld(
      'socket',
      {
        REMIND_AFTER: `${REMIND_AFTER_MS}ms`,
        REMIND_TIMES: '2',
        WATCHES_PER_PERSON: String(OPERATIONS),
        PAGERDUTY_ROUTING_KEY: pagerDuty.routingKey,
        PAGERDUTY_URL: pagerDuty.url,
      },
      {
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
    const links = Map.groupBy(operations, (each) => operations.indexOf(each) % CHANNELS.length);
    await Promise.all(
      [...links].map(([index, each]) =>
        world.ask(`watch ${each.map(({ progressUrl }) => progressUrl).join(' ')}`, {
          channel: CHANNELS[index] ?? ONCALL,
        }),
      ),
    );
    for (const operation of operations) operation.set(failed());
  }, TEST_MS);
  afterAll(async () => {
    await world.stop();
    await pagerDuty.close();
  });

  const oncall = () => world.slack.messages(ONCALL);
  /** What a reminder said when it came; once somebody looks, it says that. */
  const said = new Map<string, string>();
  const reminders = () => {
    for (const { ts, text } of oncall())
      if (text.includes('Nobody looks after') && !said.has(ts)) said.set(ts, text);
    return [...said.values()];
  };
  const remindedOf = () =>
    reminders()
      .filter((text) => !/called \d+ times/.test(text))
      .reduce((sum, text) => sum + Number(/looks after (\d+) op/.exec(text)?.[1] ?? 1), 0);
  const alerts = () => oncall().filter(({ ts, text }) => !said.has(ts) && !text.includes('🔔'));
  const timesNamed = ({ operationId }: SimulatedOperation) =>
    alerts().reduce((count, alert) => count + shownIn(alert).split(operationId).length - 1, 0);
  const idOf = (event: { readonly body: object }) =>
    operations.find(({ operationId }) => JSON.stringify(event.body).includes(operationId));

  test(
    'are told once each, called for again once each, in few messages that say how many',
    async () => {
      await world.slack.until(() => remindedOf() >= OPERATIONS, {
        ...WAIT,
        what: `a reminder of each: ${remindedOf()} so far`,
      });
      expect(remindedOf()).toBe(OPERATIONS);
      expect(operations.map(timesNamed)).toEqual(operations.map(() => 1));
      expect(alerts().length).toBeLessThanOrEqual(12);
      expect(reminders().length).toBeLessThanOrEqual(alerts().length);
      for (const text of reminders()) expect(text).toMatch(/^<!subteam\^S0DBAS> 🔔/);
    },
    TEST_MS,
  );

  test(
    'are silent once somebody acknowledges them all by one press; a pager is called once for each',
    async () => {
      const digest = alerts().at(-1);
      await world.slack.press({
        channel: ONCALL,
        ts: digest?.ts ?? '',
        actionId: 'acknowledge',
        user: BOB,
      });
      const isTaken = () => alerts().every((each) => shownIn(each).includes(`by <@${BOB}>`));
      await world.slack.until(isTaken, { ...WAIT, what: 'all of them acknowledged' });
      const before = reminders().length;
      // On-call would be called again after twice as long as for the first time.
      await delay(2 * REMIND_AFTER_MS);
      await expect.poll(() => pagerDuty.calls.length, POLL).toBeGreaterThanOrEqual(PAGED);
      expect(reminders()).toHaveLength(before);
      expect(await world.ask('list alerts', { channel: ONCALL })).toContain('There is no alert');
      const called = pagerDuty.calls.map(idOf);
      expect(called).not.toContain(undefined);
      expect(new Set(called).size).toBe(pagerDuty.calls.length);
      expect(new Set(pagerDuty.calls.map(({ key }) => key)).size).toBe(pagerDuty.calls.length);
      if (PAGED < OPERATIONS) return;
      const states = () => [...pagerDuty.alerts.values()].map(({ state }) => state);
      await expect.poll(states, POLL).toEqual(operations.map(() => 'acknowledged'));
      expect(pagerDuty.events).toHaveLength(2 * OPERATIONS);
    },
    TEST_MS,
  );
});
