import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { begin } from '../../src/asking/begin.ts';
import { NO_DEADLINE } from '../../src/redis/deadline.ts';
import { ReadBudget } from '../../src/redis/read-budget.ts';
import { WatchStore } from '../../src/redis/watch-store.ts';
import type { WatchId } from '../../src/watch/names.ts';
import { channelNamed, userNamed } from '../names.ts';
import { POLICY } from './test-policy.ts';
import { startTestRedis, type TestRedis } from './with-redis.ts';

let server: TestRedis;
let watches: WatchStore;
beforeAll(async () => {
  server = await startTestRedis();
  watches = new WatchStore(server.connection, 3_600_000);
});
beforeEach(async () => {
  await server.redis.flushdb();
});
afterAll(async () => {
  await server.stop();
});

/** One read in 100 s. */
const SLOW = { intervalMs: 100_000, atOnce: 1 };

async function watch(
  operationId: string,
  subscriptionId = 's-1',
  hasPriority = false,
  askedBy = userNamed('U1'),
) {
  const reference = { subscriptionId, location: 'eastus', operationId };
  const request = { channel: channelNamed('C1'), askedBy };
  const begun = await begin(watches, reference, request, Date.now(), POLICY, NO_DEADLINE);
  if (begun.kind === 'stands') throw new Error('It stands already');
  const { record } = begun.change;
  await watches.update(record.id, (now) => ({ record: now, outbox: [], changedCards: [] }), {
    deadline: NO_DEADLINE,
    hasPriority,
  });
  return record.id;
}

/** In which hundred seconds from now on its turn comes; 0 is now. */
async function turnOf(id: WatchId): Promise<number> {
  return Math.ceil((await watches.beginRead(id, SLOW)).turnMs / 100_000);
}

describe('the read budget', () => {
  test('lets the watches of a subscription take turns, so that all wait equally long', async () => {
    const [a, b, c] = [await watch('a'), await watch('b'), await watch('c')];
    expect(await turnOf(a)).toBe(0);
    expect(await turnOf(b)).toBe(1);
    expect(await turnOf(c)).toBe(2);
    expect(await turnOf(a)).toBe(3);
  });

  test('counts each subscription for itself', async () => {
    expect(await turnOf(await watch('a'))).toBe(0);
    expect(await turnOf(await watch('b', 's-2'))).toBe(0);
  });

  test('reads first what has priority among those of one asker', async () => {
    const [a, b, c, d] = [await watch('a'), await watch('b'), await watch('c'), await watch('d')];
    const near = await watch('near', 's-1', true);
    for (const id of [a, b, c, d]) await turnOf(id);
    expect(await turnOf(near)).toBe(1);
    expect(await turnOf(b)).toBe(2);
  });

  test('lets askers take turns, however many watches one of them has', async () => {
    const bob = userNamed('U2');
    const hers = await Promise.all(Array.from({ length: 40 }, (_, at) => watch(`hers-${at}`)));
    for (const id of hers) await turnOf(id);
    const hersSoon = await watch('hers-soon', 's-1', true);
    expect(await turnOf(hersSoon)).toBe(1);
    const his = [await watch('his', 's-1', false, bob), await watch('other', 's-1', false, bob)];
    expect(await turnOf(his[0] ?? hersSoon)).toBeLessThanOrEqual(3);
    expect(await turnOf(his[1] ?? hersSoon)).toBeLessThanOrEqual(5);
    const hisNew = await watch('his-new', 's-1', true, bob);
    expect(await turnOf(hisNew)).toBeLessThanOrEqual(2);
    // She waits for his three, and no longer.
    expect(await turnOf(hers[39] ?? hersSoon)).toBe(39 + 1 + 3);
  });

  test('gives who comes anew no credit for turns that were not needed', async () => {
    const bob = userNamed('U2');
    const hers = await Promise.all(Array.from({ length: 6 }, (_, at) => watch(`hers-${at}`)));
    for (const id of hers) await turnOf(id);
    const hersFirst = await watch('hers-first');
    // Four of hers have their turns, one by one.
    for (const id of hers.slice(1, 5)) {
      await server.redis.del('{mysqlop}:budget:reads/s-1:pace');
      expect(await turnOf(id)).toBe(0);
    }
    const his = await Promise.all(
      Array.from({ length: 4 }, (_, at) => watch(`his-${at}`, 's-1', false, bob)),
    );
    for (const id of his) await turnOf(id);
    expect(await turnOf(hers[5] ?? hersFirst)).toBeLessThanOrEqual(2);
  });

  test('forgets what places cost that nobody has come back for', async () => {
    const bob = userNamed('U2');
    const hers = await Promise.all(Array.from({ length: 30 }, (_, at) => watch(`hers-${at}`)));
    for (const id of hers) await turnOf(id);
    await turnOf(await watch('his', 's-1', false, bob));
    for (const id of hers)
      await server.redis.zadd('{mysqlop}:budget:reads/s-1:promised', 'XX', 1, id);
    expect(await turnOf(await watch('hers-new'))).toBeLessThanOrEqual(2);
  });

  test('reads at once what has had its turn as a question', async () => {
    const id = await watch('a');
    await turnOf(await watch('first'));
    expect(await turnOf(id)).toBe(1);
    await watches.askRefresh(id, NO_DEADLINE);
    expect(await watches.beginRead(id, SLOW)).toMatchObject({ turnMs: 0, isWished: true });
  });

  test('tells how long a watch was held back', async () => {
    const id = await watch('a');
    await turnOf(await watch('first'));
    expect(await turnOf(id)).toBe(1);
    await server.redis.del('{mysqlop}:budget:reads/s-1:pace');
    const begun = await watches.beginRead(id, SLOW);
    expect(begun).toMatchObject({ turnMs: 0, isWished: false });
    expect(begun.queuedMs).toBeGreaterThan(90_000);
    expect(begun.queuedMs).toBeLessThanOrEqual(100_000);
    expect(await watches.beginRead(await watch('b', 's-2'), SLOW)).toMatchObject({
      queuedMs: 0,
      isWished: false,
    });
  });

  test('slows down before Azure refuses, the less is left the more', async () => {
    const budget = new ReadBudget(server.connection, 100);
    const id = await watch('a');
    await budget.mind('s-1', 200);
    expect((await watches.beginRead(id, budget.pace)).turnMs).toBe(0);
    await budget.mind('s-1', 20);
    const little = (await watches.beginRead(id, budget.pace)).turnMs;
    await budget.mind('s-1', 0);
    await budget.mind('s-1', 0);
    const none = (await watches.beginRead(id, budget.pace)).turnMs;
    expect(little).toBeGreaterThan(0);
    expect(none).toBeGreaterThan(little);
    expect(none).toBeLessThanOrEqual(1000);
    expect((await watches.beginRead(await watch('b', 's-2'), budget.pace)).turnMs).toBe(0);
  });
});

describe('people’s share of the reads', () => {
  const [ALICE, BOB] = [userNamed('U1'), userNamed('U2')];
  /** So slow that the clock does not matter: a read in 100 s, of which people have one in 500 s, and two at once. */
  const budget = () => new ReadBudget(server.connection, 0.01);
  const share = async (budgetOf: ReadBudget, asker = ALICE, question = 'q') =>
    await budgetOf.ask('s-1', asker, question);

  /** Uses up what watches leave, and then what people have at once. */
  async function exhaust(reads: ReadBudget): Promise<number> {
    for (let count = 0; ; count++) {
      if ((await share(reads, ALICE, `first-${count}`)).kind === 'wait') return count;
    }
  }

  test('is free while nobody else reads, and then a fifth', async () => {
    const reads = new ReadBudget(server.connection, 5);
    // Five that watches leave, ten of the share; one or two more while this runs.
    const granted = await exhaust(reads);
    expect(granted).toBeGreaterThanOrEqual(15);
    expect(granted).toBeLessThanOrEqual(17);
  });

  test('counts for the whole: what people read, watches can’t', async () => {
    const reads = new ReadBudget(server.connection, 1);
    expect(await share(reads)).toEqual({ kind: 'granted' });
    const { turnMs } = await watches.beginRead(await watch('a'), reads.pace);
    expect(turnMs).toBeGreaterThan(0);
    expect(turnMs).toBeLessThanOrEqual(1000);
  });

  test('leaves the rest to watches, however much is asked', async () => {
    const reads = budget();
    const ids = [await watch('a'), await watch('b'), await watch('c')];
    for (const id of ids) await watches.beginRead(id, reads.pace);
    let granted = 0;
    for (let count = 0; count < 20; count++) {
      if ((await share(reads, ALICE, `${count}`)).kind === 'granted') granted += 1;
    }
    // At once, and no more before 500 s have passed, though a watch is read every 100 s.
    expect(granted).toBeLessThanOrEqual(1);
    const waiting = await share(reads, ALICE, '19');
    expect(waiting.kind === 'wait' && waiting.ms).toBeGreaterThan(17 * 500_000);
  });

  test('goes by asker: who asks for little is not behind who asks for much', async () => {
    const reads = budget();
    await watches.beginRead(await watch('a'), reads.pace);
    await watches.beginRead(await watch('b'), reads.pace);
    for (let count = 0; count < 20; count++) await share(reads, ALICE, `${count}`);
    const his = await share(reads, BOB, 'his');
    expect(his.kind === 'wait' && his.ms).toBeLessThanOrEqual(2 * 500_000);
  });

  test('is held while Azure asks not to be read', async () => {
    const reads = budget();
    await reads.hold('s-1', 60_000);
    expect(await share(reads)).toMatchObject({ kind: 'held' });
  });
});
