import * as v from 'valibot';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { begin } from '../../src/asking/begin.ts';
import { NO_DEADLINE } from '../../src/redis/deadline.ts';
import { EditQueue } from '../../src/redis/edit-queue.ts';
import { EditLease } from '../../src/redis/steps/edit-lease.ts';
import { WatchStore } from '../../src/redis/watch-store.ts';
import { advance } from '../../src/watch/advance.ts';
import { beginWatch } from '../../src/watch/begin-watch.ts';
import { loseCard } from '../../src/watch/lose-card.ts';
import { destinations, type WatchId } from '../../src/watch/names.ts';
import type { SnapshotReading } from '../../src/watch/reading.ts';
import { stopCard } from '../../src/watch/stop-card.ts';
import type { WatchRecord } from '../../src/watch/watch-record.ts';
import { cardNamed, channelNamed, userNamed, watchNamed } from '../names.ts';
import { afterReading, endingOf, live } from '../watch/live.ts';
import { POLICY } from './test-policy.ts';
import { keys, startTestRedis, type TestRedis } from './with-redis.ts';

const REFERENCE = { subscriptionId: 's-1', location: 'eastus', operationId: 'op-1' };
const SPELLED_OTHERWISE = { ...REFERENCE, subscriptionId: 'S-1', location: 'East US' };
const NOW = 1_700_000_000_000;
const HISTORY_MS = 3_600_000;

function reading(status: string, percent: number): SnapshotReading {
  return {
    kind: 'snapshot',
    snapshot: { status, percent, work: { kind: 'other' }, steps: [] },
    trace: {},
  };
}

function ask(channel: string, user = 'U1') {
  return { channel: channelNamed(channel), askedBy: userNamed(user) };
}

describe('the store of watches', () => {
  let server: TestRedis;
  let store: WatchStore;
  beforeAll(async () => {
    server = await startTestRedis();
    store = new WatchStore(server.connection, HISTORY_MS);
  });
  beforeEach(async () => {
    await server.redis.flushdb();
  });
  afterAll(async () => {
    await server.stop();
  });

  const beginHere = (reference = REFERENCE, channel = 'C1', user = 'U1') =>
    begin(store, reference, ask(channel, user), NOW, POLICY, NO_DEADLINE);

  async function begunId(): Promise<WatchId> {
    const begun = await beginHere();
    if (begun.kind === 'stands') throw new Error('it stands already');
    return begun.change.record.id;
  }

  const read = (id: WatchId, status: string, percent: number, at = NOW) =>
    store.update(id, (record) => afterReading(record, reading(status, percent), at, POLICY), {
      deadline: NO_DEADLINE,
      isReading: true,
    });

  test('makes one watch with one card of what many ask for at the same moment', async () => {
    const all = await Promise.all(
      Array.from({ length: 20 }, (_, index) => beginHere(REFERENCE, 'C1', `U${index}`)),
    );
    expect(all.filter(({ kind }) => kind === 'begun')).toHaveLength(1);
    expect(all.filter(({ kind }) => kind === 'stands')).toHaveLength(19);
    expect(await store.liveIds()).toHaveLength(1);
  });

  test('gives each of many channels its own card of the one watch', async () => {
    const channels = Array.from({ length: 12 }, (_, index) => `C${index}`);
    await Promise.all(channels.map((channel) => beginHere(REFERENCE, channel)));
    const [id = watchNamed('')] = await store.liveIds();
    const stored = await store.load(id);
    expect(stored?.record.cards.map((card) => card.channel).sort()).toEqual(channels.sort());
  });

  test('knows an operation by any spelling of its place', async () => {
    await beginHere();
    expect((await beginHere(SPELLED_OTHERWISE)).kind).toBe('stands');
  });

  test('refuses the slower of two decisions, and all of it', async () => {
    const id = await begunId();
    const stored = await store.load(id);
    if (!stored) throw new Error('not stored');
    const change = advance(live(stored.record), reading('InProgress', 10), NOW, POLICY);
    expect(await store.commit(stored.version, change, { deadline: NO_DEADLINE })).toEqual({
      kind: 'done',
      refreshAsked: false,
    });
    expect(await store.commit(stored.version, change, { deadline: NO_DEADLINE })).toEqual({
      kind: 'conflict',
    });
    const outbox = await server.redis.lrange(`{mysqlop}:outbox:card/${id}/C1-1`, 0, -1);
    expect(outbox.map((item) => JSON.parse(item).kind)).toEqual(['card']);
  });

  test('decides anew on the newest record when somebody was faster', async () => {
    const id = await begunId();
    await read(id, 'InProgress', 10);
    await Promise.all([
      read(id, 'InProgress', 60, NOW + 1),
      store.update(id, (record) => stopCard(record, channelNamed('C1'), userNamed('U2'), NOW + 2), {
        deadline: NO_DEADLINE,
      }),
    ]);
    const stored = await store.load(id);
    expect(endingOf(stored?.record)).toEqual({ verdict: 'stopped', at: NOW + 2, by: 'U2' });
  });

  test('keeps a stopped card for as long as something is owed of it', async () => {
    const { id } = await begunInTwo();
    await stopIn('C1', id);
    await beginHere();
    expect(await keysOf(id)).toEqual(['C1-1', 'C2-1', 'C1-2']);
    await stopIn('C1', id);
    const { edits } = keys;
    const queued = await server.redis.zrange(edits, 0, '-1');
    await server.redis.zrem(edits, ...queued);
    await beginHere();
    expect(await keysOf(id)).toEqual(['C1-1', 'C2-1', 'C1-2', 'C1-3']);

    await server.redis.del(...['C1-1', 'C1-2'].map((key) => outboxOf(id, key)));
    await stopIn('C1', id);
    await beginHere();
    expect(await keysOf(id)).toEqual(['C2-1', 'C1-3', 'C1-4']);
  });

  /** Both cards stand. */
  async function begunInTwo() {
    const id = await begunId();
    await beginHere(REFERENCE, 'C2');
    await read(id, 'InProgress', 10);
    return { id };
  }

  async function stopIn(channel: string, id: WatchId): Promise<void> {
    const stop = (record: WatchRecord) =>
      stopCard(record, channelNamed(channel), userNamed('U1'), NOW);
    await store.update(id, stop, { deadline: NO_DEADLINE });
  }

  const keysOf = async (id: WatchId) => (await store.load(id))?.record.cards.map(({ key }) => key);

  const outboxOf = (id: WatchId, key: string) => keys.outbox(destinations.card(id, cardNamed(key)));

  test('starts a new epoch for an operation that is watched again', async () => {
    const first = await begunId();
    await read(first, 'Succeeded', 100);
    const again = await beginHere();
    expect(again.kind).toBe('begun');
    const [id = watchNamed('')] = await store.liveIds();
    expect(id).toBe(first.replace(/-1$/, '-2'));
    expect(endingOf((await store.load(first))?.record)).toMatchObject({ verdict: 'succeeded' });
  });

  test('calls on-call for one failure once, however often it is watched again', async () => {
    const first = await begunId();
    const failed = await read(first, 'Failed', 0);
    expect(failed?.change.outbox.map(({ kind }) => kind)).toContain('alert');
    await beginHere();
    const [again = watchNamed('')] = await store.liveIds();
    const told = await read(again, 'Failed', 0);
    expect(told?.change.outbox.map(({ kind }) => kind)).toEqual(['card', 'note']);
  });

  test('calls on-call for one failure once, though a watch in between was stopped', async () => {
    await read(await begunId(), 'Failed', 0);
    const second = await begunId();
    await store.update(
      second,
      (record) => stopCard(record, channelNamed('C1'), userNamed('U1'), NOW),
      {
        deadline: NO_DEADLINE,
      },
    );
    const third = await begunId();
    const told = await read(third, 'Failed', 0);
    expect(told?.change.outbox.map(({ kind }) => kind)).not.toContain('alert');
  });

  test('begins anew where the newest epoch is forgotten and an older watch is still kept', async () => {
    const first = await begunId();
    await read(first, 'Succeeded', 100);
    const second = await begunId();
    await server.redis.del(
      `{mysqlop}:watch:${second}`,
      `{mysqlop}:epoch:${second.replace(/-\d+$/, '')}`,
    );
    const third = await begunId();
    expect(third).not.toBe(first);
    expect(endingOf((await store.load(first))?.record)).toMatchObject({ verdict: 'succeeded' });
    expect(await store.liveIds()).toContain(third);
  });

  test('stores nothing after the time at which somebody was told that it failed', async () => {
    const deadline = await store.deadline(-1);
    const late = begin(store, REFERENCE, ask(channelNamed('C1')), NOW, POLICY, deadline);
    await expect(late).rejects.toThrow('nothing has been stored');
    expect(await server.redis.keys('*')).toEqual([]);
    expect(
      await begin(
        store,
        REFERENCE,
        ask(channelNamed('C1')),
        NOW,
        POLICY,
        await store.deadline(1000),
      ),
    ).toMatchObject({ kind: 'begun' });
  });

  test('hands a wish for a fresh look to the reading that is under way, once', async () => {
    const id = await begunId();
    await store.askRefresh(id, NO_DEADLINE);
    expect(await read(id, 'InProgress', 1)).toMatchObject({ refreshAsked: true });
    // That is fulfilled by the one that follows.
    expect(await store.beginRead(id, { intervalMs: 1, atOnce: 100 })).toMatchObject({
      isWished: true,
    });
    expect(await read(id, 'InProgress', 2)).toMatchObject({ refreshAsked: false });
    await store.askRefresh(id, NO_DEADLINE);
    await store.beginRead(id, { intervalMs: 1, atOnce: 100 });
    expect(await read(id, 'InProgress', 3)).toMatchObject({ refreshAsked: false });
  });

  test('keeps that wish for the reading where somebody joins meanwhile', async () => {
    const id = await begunId();
    await store.askRefresh(id, NO_DEADLINE);
    await beginHere(REFERENCE, 'C2');
    expect(await read(id, 'InProgress', 1)).toMatchObject({ refreshAsked: true });
  });

  test('goes on where Redis has forgotten its scripts', async () => {
    const id = await begunId();
    await server.redis.script('FLUSH');
    expect(await read(id, 'InProgress', 10)).toMatchObject({ refreshAsked: false });
    await server.redis.script('FLUSH');
    expect((await store.beginRead(id, { intervalMs: 1, atOnce: 100 })).stored?.version).toBe(2);
  });

  test('finds a live watch again that has dropped out of the list of live ones', async () => {
    const id = await begunId();
    await server.redis.del('{mysqlop}:live');
    await read(id, 'InProgress', 10);
    expect(await store.liveIds()).toEqual([id]);
  });

  test('keeps an ended watch no longer for what changes after its end', async () => {
    const id = await begunId();
    await read(id, 'Succeeded', 100);
    await server.redis.hset(`{mysqlop}:watch:${id}`, 'owed', 0);
    await server.redis.pexpire(`{mysqlop}:watch:${id}`, 60_000);
    await store.update(id, (record) => loseCard(record, cardNamed('C1-1')), {
      deadline: NO_DEADLINE,
    });
    expect(await server.redis.pttl(`{mysqlop}:watch:${id}`)).toBeLessThanOrEqual(60_000);
  });

  test('never brings back a watch that is no longer kept', async () => {
    await store.askRefresh(watchNamed('w-gone'), NO_DEADLINE);
    const message = {
      kind: 'card',
      watchId: watchNamed('w-gone'),
      cardKey: cardNamed('C1-1'),
    } as const;
    await new EditQueue(server.connection, { intervalMs: 1 }).settle(
      { message, lease: v.parse(EditLease, '0') },
      'x',
    );
    expect(await server.redis.keys('*')).toEqual([]);
  });

  test('lists the records of all live watches', async () => {
    for (let index = 0; index < 7; index++) {
      await beginHere({ ...REFERENCE, operationId: `op-${index}` });
    }
    const ids = await store.liveIds();
    await read(ids[3] ?? watchNamed(''), 'Failed', 0);
    const live: string[] = [];
    for await (const found of store.findLive())
      if (found.kind === 'record') live.push(found.record.id);
    expect(live).toEqual(ids.filter((_, index) => index !== 3));
  });

  test('rejects a record that it does not understand instead of guessing', async () => {
    await server.redis.hset('{mysqlop}:watch:w-1', { version: '1', record: '{"id":7}' });
    await expect(store.load(watchNamed('w-1'))).rejects.toThrow();
  });

  /** Of a watch that is begun of it. */
  async function idOf(reference: typeof REFERENCE): Promise<WatchId> {
    await beginHere(reference);
    const [id = watchNamed('')] = await store.liveIds();
    return id;
  }

  test.each([
    ['x', 'broken'],
    ['null', 'broken'],
    ['', 'broken'],
    ['{"schema":1}', 'broken'],
    ['{"schema":2}', 'newer'],
  ] as const)('leaves the record %j as it is, and says why', async (record, why) => {
    const id = await idOf(REFERENCE);
    await server.redis.hset(keys.watch(id), { record });
    const error = expect.objectContaining({ name: 'UnreadableRecord', watchId: id, why });
    await expect(store.load(id)).rejects.toThrow(error);
    await expect(store.beginRead(id, { intervalMs: 1, atOnce: 1 })).rejects.toThrow(error);
    expect(await store.findAll([id])).toEqual([{ kind: 'unreadable', id, why }]);
    expect(await store.loadAll([id])).toEqual([]);
    expect(await server.redis.hget(keys.watch(id), 'record')).toBe(record);
  });

  test('goes on counting where an epoch can’t be read', async () => {
    const id = await idOf(REFERENCE);
    const [hash = '', epoch = ''] = id.split('-');
    const key = `{mysqlop}:epoch:${hash}`;
    for (const poison of [() => server.redis.set(key, 'x'), () => server.redis.sadd(key, 'x')]) {
      await server.redis.del(key);
      await poison();
      const { stored, nextId } = await store.newest(REFERENCE);
      expect(stored?.record.id).toBe(id);
      expect(nextId.epoch).toBe(Number(epoch) + 1);
    }
  });

  test('a first decision of two for a new operation wins, the other is refused', async () => {
    const { nextId } = await store.newest(REFERENCE);
    const change = beginWatch(
      { ...nextId, reference: REFERENCE },
      ask(channelNamed('C1')),
      NOW,
      POLICY,
    );
    expect(await store.commit(0, change, { deadline: NO_DEADLINE })).toMatchObject({
      kind: 'done',
    });
    expect(await store.commit(0, change, { deadline: NO_DEADLINE })).toEqual({ kind: 'conflict' });
  });
});
