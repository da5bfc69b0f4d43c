import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { FaultStore } from '../../src/store/fault-store.ts';
import { OutboxStore } from '../../src/store/outbox-store.ts';
import { ReadBudget } from '../../src/store/read-budget.ts';
import { RequestStore } from '../../src/store/request-store.ts';
import { startTestRedis, type TestRedis } from './with-redis.ts';

let server: TestRedis;
beforeAll(async () => {
  server = await startTestRedis();
});
beforeEach(async () => {
  await server.redis.flushdb();
});
afterAll(async () => {
  await server.stop();
});

describe('a hold', () => {
  test('counts for one subscription, in every process', async () => {
    await new ReadBudget(server.redis, 5).hold('s-1', 60_000);
    const another = new ReadBudget(server.redis, 5);
    expect(await another.heldMs('s-1')).toBeGreaterThan(55_000);
    expect(await another.heldMs('s-1')).toBeLessThanOrEqual(60_000);
    expect(await another.heldMs('s-2')).toBe(0);
  });

  test('is never shortened by a later answer, and ends by itself', async () => {
    const holds = new ReadBudget(server.redis, 5);
    await holds.hold('s-1', 60_000);
    await holds.hold('s-1', 10);
    expect(await holds.heldMs('s-1')).toBeGreaterThan(55_000);
    await holds.hold('s-2', 20);
    await delay(30);
    expect(await holds.heldMs('s-2')).toBe(0);
  });

  test('does not last for hours because the clock was set back', async () => {
    const anHourAhead = Date.now() + 3_600_000;
    await server.redis.hset('{mysqlop}:holds', 's-1', `${anHourAhead}/60000`);
    const holds = new ReadBudget(server.redis, 5);
    expect(await holds.heldMs('s-1')).toBe(0);
    await holds.hold('s-1', 1000);
    expect(await holds.heldMs('s-1')).toBeLessThanOrEqual(1000);
  });

  test('leaves no key behind', async () => {
    const holds = new ReadBudget(server.redis, 5);
    await holds.hold('s-1', 20);
    await delay(40);
    expect(await server.redis.keys('*')).toEqual([]);
    await holds.hold('s-1', 0);
    expect(await server.redis.keys('*')).toEqual([]);
  });
});

describe('a fault', () => {
  const FAULT_KEY = '{mysqlop}:fault:sign-in';

  test('is told once, however many processes see it', async () => {
    const faults = new FaultStore(server.redis);
    const raised = await Promise.all(
      Array.from({ length: 10 }, () => faults.raise('sign-in', 'The secret has run out.')),
    );
    expect(raised.filter((isNew) => isNew)).toHaveLength(1);
    const owed = await new OutboxStore(server.redis).head('fault/sign-in');
    expect(owed?.item).toMatchObject({ kind: 'fault', explanation: 'The secret has run out.' });
  });

  test('is over only when nobody has seen it for a while, and that is told once', async () => {
    const faults = new FaultStore(server.redis);
    const outboxes = new OutboxStore(server.redis);
    expect(await faults.clear('sign-in', 0)).toBe(false);
    await faults.raise('sign-in', 'Why.');
    // Silence is no evidence: perhaps nobody has tried.
    expect(await faults.clear('sign-in', 0)).toBe(false);
    await faults.disprove('sign-in');
    expect(await faults.clear('sign-in', 60_000)).toBe(false);
    expect(await faults.clear('sign-in', 0)).toBe(true);
    expect(await faults.clear('sign-in', 0)).toBe(false);
    expect((await outboxes.backlog()).items).toBe(2);
  });

  test('may be disproved by a process that has only heard of it', async () => {
    await new FaultStore(server.redis).raise('sign-in', 'Why.');
    const another = new FaultStore(server.redis);
    await another.disprove('sign-in');
    expect(await another.clear('sign-in', 0)).toBe(false);
    await another.disprove('sign-in');
    expect(await another.clear('sign-in', 0)).toBe(true);
  });

  test('is forgotten some time after it was told that it is over', async () => {
    const faults = new FaultStore(server.redis);
    const outboxes = new OutboxStore(server.redis);
    await faults.raise('sign-in', 'Why.');
    await faults.disprove('sign-in');
    await faults.clear('sign-in', 0);
    for (let count = 0; count < 2; count++) {
      expect(await server.redis.pttl(FAULT_KEY)).toBe(-1);
      const owed = await outboxes.head('fault/sign-in');
      if (owed) await outboxes.settle(owed);
    }
    expect(await server.redis.pttl(FAULT_KEY)).toBeGreaterThan(0);
    expect(await server.redis.keys('*')).toEqual([FAULT_KEY]);
  });

  test('that comes again while its end is still owed is kept, and told anew', async () => {
    const faults = new FaultStore(server.redis);
    const outboxes = new OutboxStore(server.redis);
    await faults.raise('sign-in', 'Why.');
    await faults.disprove('sign-in');
    await faults.clear('sign-in', 0);
    await delay(2);
    expect(await faults.raise('sign-in', 'Again.')).toBe(true);
    const told: (string | number)[] = [];
    for (;;) {
      const owed = await outboxes.head('fault/sign-in');
      if (!owed) break;
      told.push(owed.item.kind);
      await outboxes.settle(owed);
    }
    expect(told).toEqual(['fault', 'fault-over', 'fault']);
    expect(await server.redis.pttl(FAULT_KEY)).toBe(-1);
  });
});

describe('a request of Slack’s', () => {
  test('is carried out by the first delivery alone', async () => {
    const requests = new RequestStore(server.redis);
    const begun = await Promise.all(Array.from({ length: 5 }, () => requests.begin('t-1')));
    expect(begun.filter((isNew) => isNew)).toHaveLength(1);
    expect(await requests.begin('t-2')).toBe(true);
    await requests.finish('t-1');
    expect(await requests.begin('t-1')).toBe(false);
  });

  test('whose process died at it is the next delivery’s in some seconds, and is forgotten in time', async () => {
    const requests = new RequestStore(server.redis);
    const key = '{mysqlop}:request:t-1';
    await requests.begin('t-1');
    expect(await server.redis.pttl(key)).toBeLessThanOrEqual(10_000);
    await requests.finish('t-1');
    expect(await server.redis.pttl(key)).toBeGreaterThan(600_000);
  });
});
