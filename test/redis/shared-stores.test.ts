import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { AsideStore } from '../../src/redis/aside-store.ts';
import { FaultStore } from '../../src/redis/fault-store.ts';
import { OutboxStore } from '../../src/redis/outbox-store.ts';
import { ReadBudget } from '../../src/redis/read-budget.ts';
import { RequestStore } from '../../src/redis/request-store.ts';
import { destinations, faultNames } from '../../src/watch/names.ts';
import { userNamed } from '../names.ts';
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

/** For how long a subscription is not to be read. */
async function heldMs(reads: ReadBudget, subscriptionId: string): Promise<number> {
  const turn = await reads.ask(subscriptionId, userNamed('U1'), 'question');
  return turn.kind === 'held' ? turn.ms : 0;
}

describe('a hold', () => {
  test('counts for one subscription, in every process', async () => {
    await new ReadBudget(server.connection, 5).hold('s-1', 60_000);
    const another = new ReadBudget(server.connection, 5);
    expect(await heldMs(another, 's-1')).toBeGreaterThan(55_000);
    expect(await heldMs(another, 's-1')).toBeLessThanOrEqual(60_000);
    expect(await heldMs(another, 's-2')).toBe(0);
  });

  test('is never shortened by a later answer, and ends by itself', async () => {
    const holds = new ReadBudget(server.connection, 5);
    await holds.hold('s-1', 60_000);
    await holds.hold('s-1', 10);
    expect(await heldMs(holds, 's-1')).toBeGreaterThan(55_000);
    await holds.hold('s-2', 20);
    await delay(30);
    expect(await heldMs(holds, 's-2')).toBe(0);
  });

  test('does not last for hours because the clock was set back', async () => {
    const anHourAhead = Date.now() + 3_600_000;
    await server.redis.hset('{mysqlop}:holds', 's-1', `${anHourAhead}/60000`);
    const holds = new ReadBudget(server.connection, 5);
    expect(await heldMs(holds, 's-1')).toBe(0);
    await holds.hold('s-1', 1000);
    expect(await heldMs(holds, 's-1')).toBeLessThanOrEqual(1000);
  });

  test('leaves no key behind', async () => {
    const holds = new ReadBudget(server.connection, 5);
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
    const faults = new FaultStore(server.connection);
    const raised = await Promise.all(
      Array.from({ length: 10 }, () => faults.raise(faultNames.signIn, 'The secret has run out.')),
    );
    expect(raised.filter((isNew) => isNew)).toHaveLength(1);
    const owed = await new OutboxStore(server.connection).head(
      destinations.fault(faultNames.signIn),
    );
    expect(owed?.item).toMatchObject({ kind: 'fault', explanation: 'The secret has run out.' });
  });

  test('is over only when nobody has seen it for a while, and that is told once', async () => {
    const faults = new FaultStore(server.connection);
    const outboxes = new OutboxStore(server.connection);
    expect(await faults.clear(faultNames.signIn, 0)).toBeUndefined();
    await faults.raise(faultNames.signIn, 'Why.');
    // Silence is no evidence: perhaps nobody has tried.
    await server.redis.hset(FAULT_KEY, 'seen', Date.now() - 10 * 3_600_000);
    expect(await faults.clear(faultNames.signIn, 0)).toBeUndefined();
    await faults.raise(faultNames.signIn, 'Why.');
    await faults.disprove(faultNames.signIn);
    expect(await faults.clear(faultNames.signIn, 60_000)).toBeUndefined();
    expect(await faults.clear(faultNames.signIn, 0)).toBe('works');
    expect(await faults.clear(faultNames.signIn, 0)).toBeUndefined();
    expect((await outboxes.backlog()).items).toBe(2);
  });

  test('may be disproved by a process that has only heard of it', async () => {
    await new FaultStore(server.connection).raise(faultNames.signIn, 'Why.');
    const another = new FaultStore(server.connection);
    await another.disprove(faultNames.signIn);
    expect(await another.clear(faultNames.signIn, 0)).toBeUndefined();
    await another.disprove(faultNames.signIn);
    expect(await another.clear(faultNames.signIn, 0)).toBe('works');
  });

  test('of a part stands beside that of all, is told by itself, and hides no other', async () => {
    const faults = new FaultStore(server.connection);
    const outboxes = new OutboxStore(server.connection);
    const [own, foreign] = [faultNames.subscription('s-1'), faultNames.tenant('t-1')];
    expect(await faults.raise(own, 'Refused there.', 's-1')).toBe(true);
    expect(await faults.raise(foreign, 'Not ours.', 's-2')).toBe(true);
    expect(await faults.raise(faultNames.signIn, 'No token.')).toBe(true);
    const found = await new FaultStore(server.connection).describe();
    expect(found.toSorted((a, b) => a.name.localeCompare(b.name))).toEqual([
      { name: 'sign-in', since: expect.any(Number), explanation: 'No token.' },
      { name: own, subscription: 's-1', since: expect.any(Number), explanation: 'Refused there.' },
      { name: foreign, subscription: 's-2', since: expect.any(Number), explanation: 'Not ours.' },
    ]);
    await faults.disprove(own);
    expect(await faults.clear(own, 0)).toBe('works');
    expect((await faults.standing()).toSorted()).toEqual(['sign-in', foreign]);
    expect(await outboxes.head(destinations.fault(own))).toMatchObject({
      item: { kind: 'fault', fault: own, subscription: 's-1' },
    });
  });

  test('of a part whose hash is none is set aside, and told anew', async () => {
    const faults = new FaultStore(server.connection);
    const own = faultNames.subscription('s-1');
    await faults.raise(own, 'Refused there.', 's-1');
    await server.redis.set(`{mysqlop}:fault:${own}`, 'x');
    const aside: string[] = [];
    const store = new AsideStore(server.connection, ({ where }) => aside.push(where));
    expect(await store.past(() => faults.raise(own, 'Refused there.', 's-1'))).toBe(true);
    expect(aside).toEqual([`fault:${own}`]);
  });

  test('of a part is over where nobody was refused there for an hour: perhaps nobody reads it any more', async () => {
    const faults = new FaultStore(server.connection);
    const outboxes = new OutboxStore(server.connection);
    const own = faultNames.subscription('s-1');
    await faults.raise(own, 'Refused there.', 's-1');
    await server.redis.hset(`{mysqlop}:fault:${own}`, 'seen', Date.now() - 59 * 60_000);
    expect(await faults.clear(own, 0)).toBeUndefined();
    await server.redis.hset(`{mysqlop}:fault:${own}`, 'seen', Date.now() - 61 * 60_000);
    expect(await faults.clear(own, 0)).toBe('untried');
    const told = await outboxes.head(destinations.fault(own));
    if (told) await outboxes.settle(told);
    expect(await outboxes.head(destinations.fault(own))).toMatchObject({
      item: { kind: 'fault-over', why: 'untried', subscription: 's-1' },
    });
    expect(await faults.standing()).toEqual([]);
  });

  test('is forgotten some time after it was told that it is over', async () => {
    const faults = new FaultStore(server.connection);
    const outboxes = new OutboxStore(server.connection);
    await faults.raise(faultNames.signIn, 'Why.');
    await faults.disprove(faultNames.signIn);
    await faults.clear(faultNames.signIn, 0);
    for (let count = 0; count < 2; count++) {
      expect(await server.redis.pttl(FAULT_KEY)).toBe(-1);
      const owed = await outboxes.head(destinations.fault(faultNames.signIn));
      if (owed) await outboxes.settle(owed);
    }
    expect(await server.redis.pttl(FAULT_KEY)).toBeGreaterThan(0);
    expect(await server.redis.keys('*')).toEqual([FAULT_KEY]);
  });

  test('that comes again while its end is still owed is kept, and told anew', async () => {
    const faults = new FaultStore(server.connection);
    const outboxes = new OutboxStore(server.connection);
    await faults.raise(faultNames.signIn, 'Why.');
    await faults.disprove(faultNames.signIn);
    await faults.clear(faultNames.signIn, 0);
    await delay(2);
    expect(await faults.raise(faultNames.signIn, 'Again.')).toBe(true);
    const told: (string | number)[] = [];
    for (;;) {
      const owed = await outboxes.head(destinations.fault(faultNames.signIn));
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
    const requests = new RequestStore(server.connection);
    const begun = await Promise.all(Array.from({ length: 5 }, () => requests.begin('t-1')));
    expect(begun.filter((isNew) => isNew)).toHaveLength(1);
    expect(await requests.begin('t-2')).toBe(true);
    await requests.finish('t-1');
    expect(await requests.begin('t-1')).toBe(false);
  });

  test('whose process died at it is the next delivery’s in some seconds, and is forgotten in time', async () => {
    const requests = new RequestStore(server.connection);
    const key = '{mysqlop}:request:t-1';
    await requests.begin('t-1');
    expect(await server.redis.pttl(key)).toBeLessThanOrEqual(10_000);
    await requests.finish('t-1');
    expect(await server.redis.pttl(key)).toBeGreaterThan(600_000);
  });
});
