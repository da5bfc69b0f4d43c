import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { begin } from '../../src/store/begin.ts';
import { EditLine } from '../../src/store/edit-line.ts';
import { WatchStore } from '../../src/store/watch-store.ts';
import { advance } from '../../src/watch/advance.ts';
import { beginWatch } from '../../src/watch/begin-watch.ts';
import type { SnapshotReading } from '../../src/watch/reading.ts';
import { stopCard } from '../../src/watch/stop-card.ts';
import { POLICY } from './test-policy.ts';
import { startTestRedis, type TestRedis } from './with-redis.ts';

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
  return { channel, askedBy: user };
}

describe('the store of watches', () => {
  let server: TestRedis;
  let store: WatchStore;
  beforeAll(async () => {
    server = await startTestRedis();
    store = new WatchStore(server.redis, HISTORY_MS);
  });
  beforeEach(async () => {
    await server.redis.flushdb();
  });
  afterAll(async () => {
    await server.stop();
  });

  const beginHere = (reference = REFERENCE, channel = 'C1', user = 'U1') =>
    begin(store, reference, ask(channel, user), NOW, POLICY);

  async function begunId(): Promise<string> {
    const begun = await beginHere();
    if (begun.kind === 'stands') throw new Error('it stands already');
    return begun.change.record.id;
  }

  const read = (id: string, status: string, percent: number, at = NOW) =>
    store.update(id, (record) => advance(record, reading(status, percent), at, POLICY));

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
    const [id = ''] = await store.liveIds();
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
    const change = advance(stored.record, reading('InProgress', 10), NOW, POLICY);
    expect(await store.commit(stored.version, change)).toEqual({
      kind: 'done',
      refreshAsked: false,
    });
    expect(await store.commit(stored.version, change)).toEqual({ kind: 'conflict' });
    const outbox = await server.redis.lrange(`{mysqlop}:outbox:card/${id}/C1-1`, 0, -1);
    expect(outbox.map((item) => JSON.parse(item).kind)).toEqual(['card', 'note']);
  });

  test('decides anew on the newest record when somebody was faster', async () => {
    const id = await begunId();
    await read(id, 'InProgress', 10);
    await Promise.all([
      read(id, 'InProgress', 60, NOW + 1),
      store.update(id, (record) => stopCard(record, 'C1', 'U2', NOW + 2)),
    ]);
    const stored = await store.load(id);
    expect(stored?.record.outcome).toEqual({ verdict: 'stopped', at: NOW + 2, by: 'U2' });
  });

  test('starts a new epoch for an operation that is watched again', async () => {
    const first = await begunId();
    await read(first, 'Succeeded', 100);
    const again = await beginHere();
    expect(again.kind).toBe('begun');
    const [id = ''] = await store.liveIds();
    expect(id).toBe(first.replace(/-1$/, '-2'));
    expect((await store.load(first))?.record.outcome.verdict).toBe('succeeded');
  });

  test('calls on-call for one failure once, however often it is watched again', async () => {
    const first = await begunId();
    const failed = await read(first, 'Failed', 0);
    expect(failed?.change.outbox.map(({ kind }) => kind)).toContain('alert');
    await beginHere();
    const [again = ''] = await store.liveIds();
    const told = await read(again, 'Failed', 0);
    expect(told?.change.outbox.map(({ kind }) => kind)).toEqual(['card', 'note', 'note']);
  });

  test('calls on-call for one failure once, though a watch in between was stopped', async () => {
    await read(await begunId(), 'Failed', 0);
    const second = await begunId();
    await store.update(second, (record) => stopCard(record, 'C1', 'U1', NOW));
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
    expect((await store.load(first))?.record.outcome.verdict).toBe('succeeded');
    expect(await store.liveIds()).toContain(third);
  });

  test('stores nothing after the time at which somebody was told that it failed', async () => {
    const deadline = await store.deadline(-1);
    const late = begin(store, REFERENCE, ask('C1'), NOW, POLICY, deadline);
    await expect(late).rejects.toThrow('nothing has been stored');
    expect(await server.redis.keys('*')).toEqual([]);
    expect(
      await begin(store, REFERENCE, ask('C1'), NOW, POLICY, await store.deadline(1000)),
    ).toMatchObject({ kind: 'begun' });
  });

  test('hands a wish for a fresh look to the reading that is under way, once', async () => {
    const id = await begunId();
    await store.askRefresh(id);
    expect(await read(id, 'InProgress', 1)).toMatchObject({ refreshAsked: true });
    expect(await read(id, 'InProgress', 2)).toMatchObject({ refreshAsked: false });
    await store.askRefresh(id);
    await store.beginRead(id, { intervalMs: 1, atOnce: 100 });
    expect(await read(id, 'InProgress', 3)).toMatchObject({ refreshAsked: false });
  });

  test('never brings back a watch that is no longer kept', async () => {
    await store.askRefresh('w-gone');
    const message = { kind: 'card', watchId: 'w-gone', cardKey: 'C1-1' } as const;
    await new EditLine(server.redis, { intervalMs: 1 }).settle({ message, lease: '0' }, 'x');
    expect(await server.redis.keys('*')).toEqual([]);
  });

  test('lists the records of all live watches', async () => {
    for (let index = 0; index < 7; index++) {
      await beginHere({ ...REFERENCE, operationId: `op-${index}` });
    }
    const ids = await store.liveIds();
    await read(ids[3] ?? '', 'Failed', 0);
    const live: string[] = [];
    for await (const record of store.live()) live.push(record.id);
    expect(live).toEqual(ids.filter((_, index) => index !== 3));
  });

  test('rejects a record that it does not understand instead of guessing', async () => {
    await server.redis.hset('{mysqlop}:watch:w-1', { version: '1', record: '{"id":7}' });
    await expect(store.load('w-1')).rejects.toThrow();
  });

  test('a first decision of two for a new operation wins, the other is refused', async () => {
    const { nextId } = await store.newest(REFERENCE);
    const change = beginWatch({ ...nextId, reference: REFERENCE }, ask('C1'), NOW, POLICY);
    expect(await store.commit(0, change)).toMatchObject({ kind: 'done' });
    expect(await store.commit(0, change)).toEqual({ kind: 'conflict' });
  });
});
