import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { begin } from '../../src/store/begin.ts';
import { ReadBudget } from '../../src/store/read-budget.ts';
import { WatchStore } from '../../src/store/watch-store.ts';
import { POLICY } from './test-policy.ts';
import { startTestRedis, type TestRedis } from './with-redis.ts';

let server: TestRedis;
let watches: WatchStore;
beforeAll(async () => {
  server = await startTestRedis();
  watches = new WatchStore(server.redis, 3_600_000);
});
beforeEach(async () => {
  await server.redis.flushdb();
});
afterAll(async () => {
  await server.stop();
});

/** One read in 100 s. */
const SLOW = { intervalMs: 100_000, atOnce: 1 };

async function watch(operationId: string, subscriptionId = 's-1', presses = false) {
  const reference = { subscriptionId, location: 'eastus', operationId };
  const request = { channel: 'C1', askedBy: 'U1' };
  const begun = await begin(watches, reference, request, Date.now(), POLICY);
  if (begun.kind === 'stands') throw new Error('It stands already');
  const { record } = begun.change;
  await watches.update(record.id, (now) => ({ record: now, outbox: [], changedCards: [] }), {
    presses,
  });
  return record.id;
}

/** In which hundred seconds from now on its turn comes; 0 is now. */
async function turnOf(id: string): Promise<number> {
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

  test('reads first what presses, and what somebody has asked to be refreshed', async () => {
    const [a, b, c, d] = [await watch('a'), await watch('b'), await watch('c'), await watch('d')];
    const near = await watch('near', 's-1', true);
    for (const id of [a, b, c, d]) await turnOf(id);
    expect(await turnOf(near)).toBe(1);
    await watches.askRefresh(d);
    expect(await turnOf(d)).toBe(2);
    expect(await turnOf(b)).toBe(3);
  });

  test('tells how long a watch was held back, and that its look was wished for', async () => {
    const id = await watch('a');
    await turnOf(await watch('first'));
    expect(await turnOf(id)).toBe(1);
    await watches.askRefresh(id);
    await server.redis.del('{mysqlop}:budget:reads/s-1:pace');
    const begun = await watches.beginRead(id, SLOW);
    expect(begun).toMatchObject({ turnMs: 0, isWished: true });
    expect(begun.heldBackMs).toBeGreaterThan(90_000);
    expect(begun.heldBackMs).toBeLessThanOrEqual(100_000);
    expect(await watches.beginRead(await watch('b', 's-2'), SLOW)).toMatchObject({
      heldBackMs: 0,
      isWished: false,
    });
  });

  test('counts the reads for people, who do not wait', async () => {
    const budget = new ReadBudget(server.redis, 1);
    await budget.spend('s-1');
    const begun = await watches.beginRead(await watch('a'), budget.pace);
    expect(begun.turnMs).toBeGreaterThan(0);
    expect(begun.turnMs).toBeLessThanOrEqual(1000);
  });

  test('slows down before Azure refuses, the less is left the more', async () => {
    const budget = new ReadBudget(server.redis, 100);
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
