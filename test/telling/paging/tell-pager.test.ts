import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createPagers, owedPagers, pagerProblem } from '../../../src/app/pagers.ts';
import type { NotYet } from '../../../src/queues/sleep.ts';
import { NO_DEADLINE } from '../../../src/redis/deadline.ts';
import {
  type SimulatedPagerDuty,
  startSimulatedPagerDuty,
} from '../../../src/sandbox/pager/simulated-pager-duty.ts';
import { type SandboxRedis, startPrivateRedis } from '../../../src/sandbox/redis/private-redis.ts';
import { type Destination, destinations, type WatchId } from '../../../src/watch/names.ts';
import { type Courier, startCourier } from '../../faults/courier.ts';
import { seen } from '../../faults/crash/one-life.ts';
import { keys } from '../../redis/with-redis.ts';
import { MINUTE } from '../../watch/build-record.ts';
import { afterReading } from '../../watch/live.ts';

const HOUR = 60 * MINUTE;

let redis: SandboxRedis;
let pagerDuty: SimulatedPagerDuty;
let courier: Courier;
let destination: Destination;
beforeAll(async () => {
  redis = await startPrivateRedis();
});
beforeEach(async () => {
  pagerDuty = await startSimulatedPagerDuty();
  courier = await startCourier({
    redisUrl: redis.url,
    policy: { pagers: ['pagerduty'] },
    readings: [seen('Failed', 40)],
  });
  configure();
  destination = destinations.pager('pagerduty', courier.id);
  await tellSlack();
});
afterEach(async () => {
  await courier.stop();
  await pagerDuty.close();
});
afterAll(async () => {
  await redis.stop();
});

function configure(changes: { readonly url?: string; readonly routingKey?: string } = {}) {
  const { url, routingKey } = pagerDuty;
  const pagers = createPagers(
    { pagerDuty: { url, routingKey, ...changes }, webhook: undefined },
    { fetch: globalThis.fetch, removeKnown: (text) => text, now: Date.now },
  );
  for (const [name, pager] of pagers.all) courier.parts.pagers.set(name, pager);
  return pagers;
}

/** Tells all that is owed in Slack, and nothing to pagers. */
async function tellSlack(): Promise<void> {
  for (;;) {
    const owing = await courier.outboxes.owing();
    const next = owing.find((each) => !each.startsWith('pager/'));
    if (next === undefined) return;
    const failure = await courier.next(next);
    if (failure) courier.wait(failure.afterMs ?? 0);
  }
}

/** As if so much time had passed, for us and for Redis. */
async function pass(ms: number): Promise<void> {
  courier.wait(ms);
  await courier.redis.del(keys.holds);
  const budgets = await courier.redis.keys('{mysqlop}:budget:pager/*');
  if (budgets.length > 0) await courier.redis.del(...budgets);
}

/** Tries for so long as it takes. @returns when the pager was asked in vain, in ms since the first time */
async function untilTold(name = destination, most = 1000): Promise<readonly number[]> {
  const tries: number[] = [];
  let at = 0;
  for (let count = 0; count < most; count += 1) {
    if (!(await courier.outboxes.owing()).includes(name)) return tries;
    const later = await courier.next(name);
    if (!later) continue;
    tries.push(at);
    at += afterMsOf(later);
    await pass(afterMsOf(later));
  }
  return tries;
}

function afterMsOf(later: NotYet | { readonly afterMs: number | undefined }): number {
  return later.afterMs ?? 0;
}

test('is told once that an operation failed, and where that stands in Slack', async () => {
  await untilTold();
  expect(pagerDuty.calls).toMatchObject([
    { action: 'trigger', severity: 'critical', summary: expect.stringMatching(/failed at 40 %/) },
  ]);
  expect(pagerDuty.calls[0]?.links.map(({ text }) => text)).toEqual([
    'Alert in Slack',
    'Card in Slack',
  ]);
  expect(await courier.outboxes.owing()).toEqual([]);
});

test('a pager that is down for an hour is told when it is back, within a minute, once', async () => {
  pagerDuty.mood = 'drop';
  let downMs = 0;
  const tries: number[] = [];
  while (downMs < HOUR) {
    const later = await courier.next(destination);
    expect(later?.kind).toBe('not-yet');
    tries.push(later?.afterMs ?? 0);
    downMs += later?.afterMs ?? 0;
    await pass(later?.afterMs ?? 0);
  }
  // It is not hammered, and never left alone for long.
  expect(tries.length).toBeLessThan(80);
  expect(Math.max(...tries)).toBeLessThanOrEqual(MINUTE);
  expect(courier.log.filter(({ event }) => event === 'pager.delayed')).toHaveLength(1);
  pagerDuty.mood = undefined;
  await untilTold();
  expect(pagerDuty.calls).toHaveLength(1);
});

test('is no longer called silent where another process has told it since', async () => {
  const pagers = configure();
  pagerDuty.mood = 'drop';
  await courier.next(destination);
  expect(await pagerProblem(pagers, courier.outboxes)).toContain('PagerDuty takes nothing since');
  const silence = async () => pagers.silentMs(await owedPagers(courier.outboxes));
  await expect.poll(async () => (await silence()).get('pagerduty')).toBeGreaterThan(0);
  pagerDuty.mood = undefined;
  configure();
  await pass(MINUTE);
  await untilTold();
  expect(pagerDuty.calls).toHaveLength(1);
  expect(await pagerProblem(pagers, courier.outboxes)).toBeUndefined();
  expect(await silence()).toEqual(new Map([['pagerduty', 0]]));
});

test('is not left untold because clocks differ', async () => {
  await courier.redis.hdel(keys.watch(courier.id), 'alert:ts', 'alert:channel');
  courier.wait(-HOUR);
  await untilTold(destination, 5);
  expect(pagerDuty.calls).toHaveLength(1);
});

test('an answer that is lost wakes nobody twice', async () => {
  pagerDuty.mood = 'drop after taking';
  await courier.next(destination);
  await courier.next(destination);
  pagerDuty.mood = undefined;
  await pass(MINUTE);
  await untilTold();
  expect(pagerDuty.events.length).toBeGreaterThan(1);
  expect(pagerDuty.calls).toHaveLength(1);
});

test('a process that dies before it can note that it was told wakes nobody twice', async () => {
  const pager = courier.parts.pagers.get('pagerduty');
  if (!pager) throw new Error('There is no pager');
  courier.parts.pagers.set('pagerduty', {
    ...pager,
    async send(message) {
      await pager.send(message);
      throw new Error('killed');
    },
  });
  await expect(courier.next(destination)).rejects.toThrow('killed');
  configure();
  await untilTold();
  expect(pagerDuty.events.map(({ action }) => action)).toEqual(['trigger', 'trigger']);
  expect(pagerDuty.calls).toHaveLength(1);
});

test('is left alone for as long as it asks, by whatever else it is owed, too', async () => {
  const other = await failAnother('op-2');
  await tellSlack();
  pagerDuty.mood = { status: 429, headers: { 'retry-after': '90' } };
  expect(await courier.next(destination)).toEqual({ kind: 'not-yet', afterMs: 90_000 });
  pagerDuty.mood = undefined;
  const asked = pagerDuty.asked;
  for (const name of [destination, destinations.pager('pagerduty', other)]) {
    const later = await courier.next(name);
    expect(afterMsOf(later ?? { afterMs: 0 })).toBeGreaterThan(60_000);
  }
  expect(pagerDuty.asked).toBe(asked);
});

describe('a wrong key', () => {
  const wrong = 'x'.repeat(32);

  test('is said, and is told again once it has been put right', async () => {
    configure({ routingKey: wrong });
    expect(await courier.next(destination)).toEqual({ kind: 'not-yet', afterMs: 5 * MINUTE });
    const { stuck } = await courier.outboxes.backlog();
    expect(stuck).toEqual([{ destination, error: expect.stringContaining('routing key') }]);
    expect(courier.log).toContainEqual(
      expect.objectContaining({
        event: 'pager.refused',
        msg: expect.stringContaining('PAGERDUTY_ROUTING_KEY'),
      }),
    );
    configure();
    await pass(5 * MINUTE);
    await untilTold();
    expect(pagerDuty.calls).toHaveLength(1);
    expect((await courier.outboxes.backlog()).stuck).toEqual([]);
  });

  test('is named once an hour, and given up after a day, which is said', async () => {
    configure({ routingKey: wrong });
    const tries = await untilTold();
    expect(tries.at(-1)).toBeLessThan(25 * HOUR);
    expect(tries.length).toBeLessThan(300);
    expect(courier.log.at(-1)).toMatchObject({ event: 'pager.given_up' });
    const said = courier.log.filter(({ event }) => event === 'pager.refused');
    expect(said.length).toBeLessThanOrEqual(25);
    expect(said[1]).toMatchObject({ times: 11 });
  });
});

test('wakes nobody for what is over before the pager was back', async () => {
  const id = await courier.beginAnother('op-3');
  const own = destinations.pager('pagerduty', id);
  const stall = { ...courier.parts.policy, stallAfterMs: 1 };
  await update(id, 'InProgress', 40, stall);
  await update(id, 'InProgress', 40, stall, 60_000);
  expect(await courier.outboxes.owing()).toContain(own);
  await update(id, 'InProgress', 41, courier.parts.policy, 70_000);
  await tellSlack();
  await untilTold(own);
  expect(pagerDuty.calls.filter(({ key }) => key.includes(id))).toEqual([]);
});

async function update(
  id: WatchId,
  status: string,
  percent: number,
  policy = courier.parts.policy,
  later = 0,
): Promise<void> {
  await courier.watches.update(
    id,
    (record) => afterReading(record, seen(status, percent), Date.now() + later, policy),
    { deadline: NO_DEADLINE },
  );
}

async function failAnother(operationId: string): Promise<WatchId> {
  const id = await courier.beginAnother(operationId);
  await update(id, 'Failed', 40);
  return id;
}
