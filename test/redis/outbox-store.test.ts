import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { begin } from '../../src/asking/begin.ts';
import { NO_DEADLINE } from '../../src/redis/deadline.ts';
import { DeliveryStore } from '../../src/redis/delivery-store.ts';
import { FaultStore } from '../../src/redis/fault-store.ts';
import { OutboxStore } from '../../src/redis/outbox-store.ts';
import type { OwedItem } from '../../src/redis/owed-item.ts';
import { WatchStore } from '../../src/redis/watch-store.ts';
import { loseCard } from '../../src/watch/lose-card.ts';
import { type Destination, destinations, faultNames, type WatchId } from '../../src/watch/names.ts';
import type { Reading } from '../../src/watch/reading.ts';
import { isLive, verdictOf, type WatchRecord } from '../../src/watch/watch-record.ts';
import { cardNamed, channelNamed, userNamed } from '../names.ts';
import { afterReading } from '../watch/live.ts';
import { POLICY } from './test-policy.ts';
import { startTestRedis, type TestRedis } from './with-redis.ts';

const REFERENCE = { subscriptionId: 's-1', location: 'eastus', operationId: 'op-1' };
const NOW = 1_700_000_000_000;
const HISTORY_MS = 3_600_000;
const LEASE_MS = 60_000;

function seen(status: string, percent: number): Reading {
  return {
    kind: 'snapshot',
    snapshot: { status, percent, work: { kind: 'other' }, steps: [] },
    trace: {},
  };
}

const UNKNOWN: Reading = { kind: 'failure', failure: 'not-found', explanation: 'Gone.', trace: {} };

let server: TestRedis;
let watches: WatchStore;
let outboxes: OutboxStore;
beforeAll(async () => {
  server = await startTestRedis();
  watches = new WatchStore(server.connection, HISTORY_MS);
  outboxes = new OutboxStore(server.connection);
});
beforeEach(async () => {
  await server.redis.flushdb();
});
afterAll(async () => {
  await server.stop();
});

async function beginWatch(): Promise<WatchId> {
  const request = { channel: channelNamed('C1'), askedBy: userNamed('U1') };
  const begun = await begin(watches, REFERENCE, request, NOW, POLICY, NO_DEADLINE);
  if (begun.kind === 'stands') throw new Error('it stands already');
  return begun.change.record.id;
}

async function read(id: WatchId, reading: Reading, at = NOW): Promise<void> {
  await watches.update(id, (record) => afterReading(record, reading, at, POLICY), {
    deadline: NO_DEADLINE,
  });
}

async function recordOf(id: WatchId): Promise<WatchRecord> {
  const stored = await watches.load(id);
  if (!stored) throw new Error(`${id} is not kept`);
  return stored.record;
}

async function headOf(destination: Destination): Promise<OwedItem> {
  const owed = await outboxes.head(destination);
  if (!owed) throw new Error(`${destination} owes nothing`);
  return owed;
}

/** A watch whose card is owed. */
async function owedCard(): Promise<{ readonly id: WatchId; readonly owed: OwedItem }> {
  const id = await beginWatch();
  await read(id, seen('InProgress', 10));
  return { id, owed: await headOf(destinations.card(id, cardNamed('C1-1'))) };
}

const ttl = (key: string) => server.redis.pttl(`{mysqlop}:${key}`);
const epochKey = (id: WatchId) => `epoch:${id.split('-')[0]}`;

describe('an outbox', () => {
  test('is drained in order, and owes nothing afterwards', async () => {
    const id = await beginWatch();
    await read(id, seen('InProgress', 10));
    await read(id, seen('InProgress', 60), NOW + 1);
    await read(id, seen('Failed', 60), NOW + 2);
    expect([...(await outboxes.owing())].sort()).toEqual([`alert/${id}`, `card/${id}/C1-1`]);

    const told: string[] = [];
    for (;;) {
      const owed = await outboxes.head(destinations.card(id, cardNamed('C1-1')));
      if (!owed) break;
      told.push(owed.item.kind === 'note' ? owed.item.note.kind : owed.item.kind);
      await outboxes.settle(owed);
      // Settling twice, as two workers might, takes nothing else away.
      await outboxes.settle(owed);
    }
    expect(told).toEqual(['card', 'milestone', 'ended']);
    expect(await outboxes.owing()).toEqual([`alert/${id}`]);
    expect(await outboxes.backlog()).toEqual({ items: 1, stuck: [] });
  });

  test('says what could be told nowhere until it is told', async () => {
    const { owed } = await owedCard();
    await outboxes.markStuck(owed, 'is_archived');
    expect((await outboxes.backlog()).stuck).toEqual([
      { destination: owed.destination, error: 'is_archived' },
    ]);
    await outboxes.settle(owed);
    expect((await outboxes.backlog()).stuck).toEqual([]);
    // A slower worker comes to the same only now.
    await outboxes.markStuck(owed, 'is_archived');
    expect((await outboxes.backlog()).stuck).toEqual([]);
  });

  test('remembers how far on its route an item is, until it is told', async () => {
    const { id, owed } = await owedCard();
    expect(await outboxes.routePlace(owed.item)).toBeUndefined();
    await outboxes.setRoutePlace(owed, 'direct');
    expect(await outboxes.routePlace(owed.item)).toBe('direct');
    await outboxes.settle(owed, { 'card:C1-1:ts': '1.2' });
    expect(await outboxes.routePlace(owed.item)).toBeUndefined();
    expect(await new DeliveryStore(server.connection).card(id, cardNamed('C1-1'))).toMatchObject({
      ts: '1.2',
    });
  });
});

describe('a claim on a post', () => {
  test('is one process’s while its lease runs', async () => {
    const { owed } = await owedCard();
    expect(await outboxes.claim(owed, 'C1', LEASE_MS, 'first')).toEqual({
      kind: 'claimed',
      name: 'first',
    });
    const other = await outboxes.claim(owed, 'C1', LEASE_MS, 'second');
    expect(other).toEqual({ kind: 'busy', leftMs: expect.any(Number) });
    if (other.kind !== 'busy') throw new Error('not held');
    expect(other.leftMs).toBeGreaterThan(LEASE_MS - 5000);
    expect(other.leftMs).toBeLessThanOrEqual(LEASE_MS);
  });

  test('is another’s after its lease, in doubt: it has to be looked up since then', async () => {
    const { owed } = await owedCard();
    await outboxes.claim(owed, 'C1', 20, 'first');
    await delay(30);
    const [seconds] = await server.redis.time();
    const claim = await outboxes.claim(owed, 'C1', LEASE_MS, 'second');
    expect(claim).toEqual({
      kind: 'claimed',
      name: 'second',
      doubt: { since: expect.any(Number), places: ['C1'] },
    });
    if (claim.kind !== 'claimed' || !claim.doubt) throw new Error('no doubt');
    expect(Math.abs(claim.doubt.since - Number(seconds) * 1000)).toBeLessThan(5000);
    // The doubt is as old as the first attempt, however often it changes hands.
    await outboxes.release(owed.item, 'second', 'doubt');
    expect(await outboxes.claim(owed, 'C1', LEASE_MS, 'third')).toMatchObject({
      doubt: { since: claim.doubt.since },
    });
  });

  test('given up in doubt is free at once, and has to be looked up in all places', async () => {
    const { owed } = await owedCard();
    await outboxes.claim(owed, 'C1/1.2', LEASE_MS, 'first');
    await outboxes.release(owed.item, 'first', 'doubt');
    expect(await outboxes.claim(owed, 'C2', LEASE_MS, 'second')).toMatchObject({
      kind: 'claimed',
      doubt: { places: ['C1/1.2'] },
    });
    await outboxes.release(owed.item, 'second', 'doubt');
    expect(await outboxes.claim(owed, 'C2', LEASE_MS, 'third')).toMatchObject({
      doubt: { places: ['C1/1.2', 'C2'] },
    });
  });

  test('given up with nothing done leaves no doubt', async () => {
    const { owed } = await owedCard();
    await outboxes.claim(owed, 'C1', LEASE_MS, 'first');
    await outboxes.release(owed.item, 'first', 'none');
    expect(await outboxes.claim(owed, 'C1', LEASE_MS, 'second')).toEqual({
      kind: 'claimed',
      name: 'second',
    });
  });

  test('is given up by its owner alone', async () => {
    const { owed } = await owedCard();
    await outboxes.claim(owed, 'C1', LEASE_MS, 'first');
    await outboxes.release(owed.item, 'second', 'none');
    await outboxes.release(owed.item, 'second', 'doubt');
    expect(await outboxes.claim(owed, 'C1', LEASE_MS, 'third')).toMatchObject({ kind: 'busy' });
  });

  test('is prolonged by its owner', async () => {
    const { owed } = await owedCard();
    await outboxes.claim(owed, 'C1', 20, 'first');
    expect(await outboxes.claim(owed, 'C1', LEASE_MS, 'first')).toMatchObject({ kind: 'claimed' });
    await delay(30);
    expect(await outboxes.claim(owed, 'C1', LEASE_MS, 'second')).toMatchObject({ kind: 'busy' });
  });

  test('sent twice, as when a connection breaks, is still its owner’s', async () => {
    const { owed } = await owedCard();
    await outboxes.claim(owed, 'C1', LEASE_MS, 'first');
    // It can't know that nothing was posted in between, so it looks: that costs a call and is never wrong.
    expect(await outboxes.claim(owed, 'C1', LEASE_MS, 'first')).toMatchObject({
      kind: 'claimed',
      doubt: { places: ['C1'] },
    });
    await outboxes.release(owed.item, 'first', 'none');
    await outboxes.release(owed.item, 'first', 'none');
    expect(await outboxes.claim(owed, 'C1', LEASE_MS, 'second')).toEqual({
      kind: 'claimed',
      name: 'second',
    });
  });

  test('on what is no longer owed is refused, and so it is where nothing is kept', async () => {
    const { id, owed } = await owedCard();
    await outboxes.settle(owed);
    expect(await outboxes.claim(owed, 'C1', LEASE_MS)).toEqual({ kind: 'settled' });
    await read(id, seen('InProgress', 60), NOW + 1);
    const next = await headOf(owed.destination);
    await server.redis.del(`{mysqlop}:watch:${id}`);
    expect(await outboxes.claim(next, 'C1', LEASE_MS)).toEqual({ kind: 'settled' });
    await outboxes.release(next.item, 'anybody', 'doubt');
    expect(await server.redis.exists(`{mysqlop}:watch:${id}`)).toBe(0);
    expect(await outboxes.head(owed.destination)).not.toEqual(next);
  });

  test('leaves nothing behind when its item is settled', async () => {
    const { id, owed } = await owedCard();
    await outboxes.claim(owed, 'C1', LEASE_MS);
    await outboxes.settle(owed, { 'card:C1-1:ts': '1.2' });
    const fields = Object.keys(await server.redis.hgetall(`{mysqlop}:watch:${id}`));
    expect(fields.filter((field) => field.startsWith('post:'))).toEqual([]);
  });

  test('on a fault is kept with the fault', async () => {
    await new FaultStore(server.connection).raise(faultNames.signIn, 'It has run out.');
    const owed = await headOf(destinations.fault(faultNames.signIn));
    await outboxes.claim(owed, 'C9', LEASE_MS, 'first');
    expect(await outboxes.claim(owed, 'C9', LEASE_MS)).toMatchObject({ kind: 'busy' });
  });
});

describe('a record that has ended', () => {
  async function drain(destination: Destination): Promise<void> {
    for (;;) {
      const owed = await outboxes.head(destination);
      if (!owed) return;
      await outboxes.settle(owed);
    }
  }

  test('is kept until all that it owes is told, and as long as the history after that', async () => {
    const id = await beginWatch();
    expect(await ttl(`watch:${id}`)).toBe(-1);
    await read(id, seen('Failed', 60));
    expect(await ttl(`watch:${id}`)).toBe(-1);
    await drain(destinations.card(id, cardNamed('C1-1')));
    expect(await ttl(`watch:${id}`)).toBe(-1);
    expect(await ttl(epochKey(id))).toBe(-1);
    await drain(destinations.alert(id));
    for (const key of [`watch:${id}`, epochKey(id)]) {
      expect(await ttl(key)).toBeGreaterThan(HISTORY_MS - 60_000);
      expect(await ttl(key)).toBeLessThanOrEqual(HISTORY_MS);
    }
    expect(await watches.liveIds()).toEqual([]);
  });

  test('that owes nothing is kept as long as the history at once', async () => {
    const id = await beginWatch();
    await read(id, seen('InProgress', 10));
    await drain(destinations.card(id, cardNamed('C1-1')));
    expect(await ttl(`watch:${id}`)).toBe(-1);
    await read(id, seen('Succeeded', 100), NOW + 1);
    await drain(destinations.card(id, cardNamed('C1-1')));
    expect(await ttl(`watch:${id}`)).toBeGreaterThan(0);
  });

  test('and loses its card is kept as long as before, and comes not back when it is forgotten', async () => {
    const id = await beginWatch();
    const lose = () =>
      watches.update(id, (record) => loseCard(record, cardNamed('C1-1')), {
        deadline: NO_DEADLINE,
      });
    await read(id, seen('Succeeded', 100));
    expect(await lose()).toMatchObject({ change: { record: { cards: [{ state: 'lost' }] } } });
    expect(await ttl(`watch:${id}`)).toBe(-1);
    await drain(destinations.card(id, cardNamed('C1-1')));
    expect(await ttl(`watch:${id}`)).toBeGreaterThan(HISTORY_MS - 60_000);
    expect(await watches.liveIds()).toEqual([]);
    await server.redis.del(`{mysqlop}:watch:${id}`);
    expect(await lose()).toBeUndefined();
    expect(await server.redis.exists(`{mysqlop}:watch:${id}`)).toBe(0);
  });

  test('and was never found is kept for a minute, and so is its epoch', async () => {
    const id = await beginWatch();
    await read(id, UNKNOWN, NOW);
    // What counts is observed time: each pause as far as it was planned.
    let record = await recordOf(id);
    for (let reads = 1; isLive(record); reads++) {
      if (reads > 100) throw new Error('It never ends');
      await read(id, UNKNOWN, record.nextReadAt + 1);
      record = await recordOf(id);
    }
    expect(verdictOf(record)).toBe('not-found');
    await drain(destinations.asker(id, cardNamed('C1-1')));
    for (const key of [`watch:${id}`, epochKey(id)]) {
      expect(await ttl(key)).toBeGreaterThan(50_000);
      expect(await ttl(key)).toBeLessThanOrEqual(60_000);
    }
  });

  test('never lets the epoch of a newer watch expire', async () => {
    const first = await beginWatch();
    await read(first, seen('Succeeded', 100));
    const second = await beginWatch();
    expect(second).toBe(first.replace(/-1$/, '-2'));
    // The first one is told of only now.
    await drain(destinations.card(first, cardNamed('C1-1')));
    expect(await ttl(`watch:${first}`)).toBeGreaterThan(0);
    expect(await ttl(epochKey(first))).toBe(-1);
  });

  test('whose epoch was about to expire gives it to a newer watch for good', async () => {
    const first = await beginWatch();
    await read(first, seen('Succeeded', 100));
    await drain(destinations.card(first, cardNamed('C1-1')));
    expect(await ttl(epochKey(first))).toBeGreaterThan(0);
    await beginWatch();
    expect(await ttl(epochKey(first))).toBe(-1);
  });
});

test('where a forgotten watch’s item goes on is noted nowhere, or its record would come back', async () => {
  const { id, owed } = await owedCard();
  await server.redis.del(`{mysqlop}:watch:${id}`);
  await outboxes.setRoutePlace(owed, 'fallback');
  expect(await server.redis.exists(`{mysqlop}:watch:${id}`)).toBe(0);
});
