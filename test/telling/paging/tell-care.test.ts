import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createPagers } from '../../../src/app/pagers.ts';
import type { CareChange } from '../../../src/redis/acknowledgement-store.ts';
import { NO_DEADLINE } from '../../../src/redis/deadline.ts';
import {
  type SimulatedPagerDuty,
  startSimulatedPagerDuty,
} from '../../../src/sandbox/pager/simulated-pager-duty.ts';
import { type SandboxRedis, startPrivateRedis } from '../../../src/sandbox/redis/private-redis.ts';
import { createTellCare } from '../../../src/telling/paging/tell-care.ts';
import { nameOfMessage, type WatchId } from '../../../src/watch/names.ts';
import { type Courier, startCourier } from '../../faults/courier.ts';
import { seen } from '../../faults/crash/one-life.ts';
import { watchNamed } from '../../names.ts';
import { takenBackBy, takenBy } from '../../redis/taken-by.ts';
import { keys } from '../../redis/with-redis.ts';
import { afterReading } from '../../watch/live.ts';

let redis: SandboxRedis;
let pagerDuty: SimulatedPagerDuty;
let courier: Courier;
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
  const { url, routingKey } = pagerDuty;
  const pagers = createPagers(
    { pagerDuty: { url, routingKey }, webhook: undefined },
    { fetch: globalThis.fetch, removeKnown: (text) => text, now: Date.now },
  );
  for (const [name, pager] of pagers.all) courier.parts.pagers.set(name, pager);
});
afterEach(async () => {
  await courier.stop();
  await pagerDuty.close();
});
afterAll(async () => {
  await redis.stop();
});

async function tellAll(): Promise<void> {
  await createTellCare(courier.parts)();
  for (;;) {
    const [destination] = await courier.outboxes.owing();
    if (destination === undefined) return;
    const failure = await courier.next(destination);
    if (!failure) continue;
    courier.wait(failure.afterMs ?? 0);
    const budgets = await courier.redis.keys('{mysqlop}:budget:pager/*');
    if (budgets.length > 0) await courier.redis.del(...budgets);
    await courier.redraw();
  }
}

async function press(name: string | undefined, change: CareChange): Promise<void> {
  const outcome = await courier.parts.acknowledgements.acknowledge(name ?? '', change, NO_DEADLINE);
  expect(outcome).toMatchObject({ kind: 'changed' });
}

const states = () => [...pagerDuty.alerts.values()].map(({ state }) => state);

test('who acknowledges in Slack acknowledges at the pager', async () => {
  await tellAll();
  expect(states()).toEqual(['triggered']);
  await press(`alert/${courier.id}`, takenBy('U0BOB', 1000));
  await tellAll();
  expect(states()).toEqual(['acknowledged']);
  await tellAll();
  expect(pagerDuty.events).toHaveLength(2);
});

test('who takes it back has the pager call again', async () => {
  await tellAll();
  const name = `alert/${courier.id}`;
  await press(name, takenBy('U0BOB', 1000));
  await tellAll();
  await press(name, takenBackBy('U0BOB', 2000, 1000));
  await tellAll();
  expect(states()).toEqual(['triggered']);
  expect(pagerDuty.calls).toHaveLength(2);
});

test('who is done closes it', async () => {
  await tellAll();
  await press(`alert/${courier.id}`, takenBy('U0BOB', 1000, { done: 'Made room.' }));
  await tellAll();
  expect(states()).toEqual(['resolved']);
});

test('it comes in order, also where the pager was away meanwhile', async () => {
  pagerDuty.mood = { status: 503 };
  for (const destination of await courier.outboxes.owing()) await courier.next(destination);
  const other = (await courier.outboxes.owing()).filter((name) => !name.startsWith('pager/'));
  for (const destination of other) await courier.next(destination);
  await press(`alert/${courier.id}`, takenBy('U0BOB', 1000));
  await createTellCare(courier.parts)();
  pagerDuty.mood = undefined;
  await courier.redis.del(keys.holds);
  await tellAll();
  expect(pagerDuty.events.map(({ action }) => action)).toEqual(['trigger', 'acknowledge']);
});

describe('of many at once', () => {
  test('each is acknowledged by its own key, by however many processes', async () => {
    // The first one is told alone.
    await tellAll();
    const ids: WatchId[] = [];
    for (const operationId of ['op-2', 'op-3', 'op-4']) {
      const id = await courier.beginAnother(operationId);
      ids.push(id);
      await courier.watches.update(
        id,
        (record) => afterReading(record, seen('Failed', 40), Date.now(), courier.parts.policy),
        { deadline: NO_DEADLINE },
      );
    }
    await tellAll();
    expect(states()).toEqual(Array.from({ length: 4 }, () => 'triggered'));
    const [id = courier.id] = ids;
    const digest = await courier.parts.digests.digestOf(id);
    await press(digest && nameOfMessage(digest), takenBy('U0BOB', 1000));
    const tellCare = createTellCare(courier.parts);
    await Promise.all([tellCare(), tellCare(), tellCare()]);
    await tellAll();
    expect(states()).toEqual(Array.from({ length: 4 }, () => 'acknowledged'));
    expect(pagerDuty.events).toHaveLength(8);
  });
});

test('what is of no use in Redis keeps pagers from hearing of nothing else', async () => {
  await tellAll();
  await press(`alert/${courier.id}`, takenBy('U0BOB', 1000));
  await courier.redis.set(keys.watch(watchNamed('w-broken')), 'no hash');
  await courier.redis.zadd(keys.careChanged, 1, 'alert/w-broken');
  await expect(createTellCare(courier.parts)()).rejects.toThrow('WRONGTYPE');
  await courier.redis.zrem(keys.careChanged, 'alert/w-broken');
  expect(await courier.redis.zcard(keys.careChanged)).toBe(0);
  await tellAll();
  expect(states()).toEqual(['acknowledged']);
});

test('is forgotten where there is no pager', async () => {
  await tellAll();
  await press(`alert/${courier.id}`, takenBy('U0BOB', 1000));
  expect(await courier.redis.zcard(keys.careChanged)).toBe(1);
  const policy = { ...courier.parts.policy, pagers: [] };
  await createTellCare({ ...courier.parts, policy })();
  expect(await courier.redis.zcard(keys.careChanged)).toBe(0);
  expect(await courier.outboxes.owing()).toEqual([]);
});
