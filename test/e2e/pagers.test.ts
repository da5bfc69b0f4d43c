import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ownerOfMessage } from '../../src/redis/fields.ts';
import {
  type SimulatedPagerDuty,
  startSimulatedPagerDuty,
} from '../../src/sandbox/pager/simulated-pager-duty.ts';
import { callOfName } from '../../src/watch/names.ts';
import { keys } from '../redis/with-redis.ts';
import { failed } from './running.ts';
import { BOB, ONCALL, startTestWorld, type TestWorld } from './start-test-world.ts';

const WAIT = { timeout: 60_000, interval: 50 };

let pagerDuty: SimulatedPagerDuty;
let world: TestWorld;
beforeAll(async () => {
  pagerDuty = await startSimulatedPagerDuty();
  world = await startTestWorld('socket', {
    PAGERDUTY_ROUTING_KEY: pagerDuty.routingKey,
    PAGERDUTY_URL: pagerDuty.url,
  });
});
afterAll(async () => {
  await world.stop();
  await pagerDuty.close();
});

const notices = async () => {
  const response = await fetch(`http://127.0.0.1:${world.opsPort}/readyz`);
  return { status: response.status, text: await response.text() };
};

async function fail(): Promise<string> {
  const operation = world.azure.operation({ script: () => failed() });
  await world.ask(`watch ${operation.progressUrl}`);
  return operation.operationId;
}

/** As if what is snoozed had been snoozed until now. */
async function endSnooze(): Promise<void> {
  const redis = new Redis(world.redis.url);
  try {
    const [name = ''] = await redis.zrange(keys.appointments, '+inf', '-inf', 'BYSCORE', 'REV');
    const message = callOfName(name);
    if (!message) throw new Error('Nothing is snoozed');
    const owner = ownerOfMessage(keys, message);
    const stored = JSON.parse((await redis.hget(owner, 'acknowledged')) ?? '{}');
    const until = Date.now();
    await redis.hset(owner, 'acknowledged', JSON.stringify({ ...stored, until }));
    await redis.zadd(keys.appointments, until, name);
  } finally {
    redis.disconnect();
  }
}

describe('with PagerDuty', () => {
  test('a failure calls it, once, with links to the alert and the card', async () => {
    await fail();
    await expect.poll(() => pagerDuty.calls.length, WAIT).toBe(1);
    await expect.poll(() => world.slack.messages(ONCALL).length, WAIT).toBe(1);
    const [call] = pagerDuty.calls;
    expect(call?.summary).toMatch(/ failed after .+: Broken: It broke/);
    expect(call?.links.map(({ text }) => text)).toContain('Card in Slack');
  });

  test('who acknowledges in Slack acknowledges there', async () => {
    const { ts } = await world.slack.until(() => world.slack.messages(ONCALL)[0]);
    await world.slack.press({ channel: ONCALL, ts, actionId: 'acknowledge', user: BOB });
    const key = pagerDuty.calls[0]?.key ?? '';
    await expect.poll(() => pagerDuty.alerts.get(key)?.state, WAIT).toBe('acknowledged');
  });

  test('what is snoozed is acknowledged there, and calls again when the snooze ends, once', async () => {
    const before = world.slack.messages(ONCALL).length;
    const called = pagerDuty.calls.length;
    await fail();
    const { ts } = await world.slack.until(() => world.slack.messages(ONCALL)[before], {
      timeoutMs: WAIT.timeout,
    });
    await expect.poll(() => pagerDuty.calls.length, WAIT).toBe(called + 1);
    const key = pagerDuty.calls.at(-1)?.key ?? '';
    const state = () => pagerDuty.alerts.get(key)?.state;
    await world.slack.press({ channel: ONCALL, ts, actionId: 'snooze', user: BOB });
    await expect.poll(state, WAIT).toBe('acknowledged');
    await endSnooze();
    const reminder = () => world.slack.messages(ONCALL)[before + 1]?.text;
    await expect.poll(reminder, WAIT).toMatch(/<@U0BOB> had snoozed it until/);
    await expect.poll(state, WAIT).toBe('triggered');
    await world.slack.press({ channel: ONCALL, ts, actionId: 'acknowledge', user: BOB });
    await expect.poll(state, WAIT).toBe('acknowledged');
    const actions = pagerDuty.events.filter((event) => event.key === key);
    expect(actions.map(({ action }) => action)).toEqual([
      'trigger',
      'acknowledge',
      'resolve',
      'trigger',
      'acknowledge',
    ]);
    expect(pagerDuty.calls).toHaveLength(called + 2);
    expect(world.slack.messages(ONCALL)).toHaveLength(before + 2);
  });

  test('one that is away is named in /readyz, and called when it is back', async () => {
    pagerDuty.mood = { status: 503 };
    const called = pagerDuty.calls.length;
    const id = await fail();
    await expect
      .poll(async () => (await notices()).text, WAIT)
      .toMatch(/PagerDuty takes nothing since .+: 503/);
    expect((await notices()).status).toBe(200);
    pagerDuty.mood = undefined;
    await expect.poll(() => pagerDuty.calls.length, WAIT).toBe(called + 1);
    expect(JSON.stringify(pagerDuty.calls.at(-1)?.body)).toContain(id);
    await expect.poll(async () => (await notices()).text, WAIT).not.toContain('PagerDuty');
  });

  test('its key is shown nowhere', async () => {
    pagerDuty.mood = { status: 400, body: `{"errors":["Unknown key ${pagerDuty.routingKey}"]}` };
    await fail();
    await expect
      .poll(async () => (await notices()).text, WAIT)
      .toMatch(/PagerDuty refuses what it is told \(400: .*removed.*Check PAGERDUTY_ROUTING_KEY/);
    const metrics = await fetch(`http://127.0.0.1:${world.opsPort}/metrics`);
    const shown = [(await notices()).text, world.printed(), await metrics.text()].join('\n');
    expect(shown).not.toContain(pagerDuty.routingKey);
    expect(shown).toMatch(/mysqlop_pager_events_total\{.*action="trigger",outcome="refused"\} 1/);
  });
});
