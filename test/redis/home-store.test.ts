import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { HomeStore } from '../../src/redis/home-store.ts';
import { userNamed } from '../names.ts';
import { keys, startTestRedis, type TestRedis } from './with-redis.ts';

const ALICE = userNamed('U0ALICE');
const BOB = userNamed('U0BOB');

let server: TestRedis;
let homes: HomeStore;
beforeAll(async () => {
  server = await startTestRedis();
});
beforeEach(async () => {
  await server.redis.flushdb();
  homes = new HomeStore(server.connection);
});
afterAll(async () => {
  await server.stop();
});

/** Those that are due, whatever the pace is. */
async function due(most = 10) {
  await server.redis.del(keys.homesPace);
  return await homes.take(most, 60_000);
}

describe('Home tabs', () => {
  test('are due when something has happened, those that were opened lately', async () => {
    await homes.changed(0);
    expect((await due()).users).toEqual([]);
    await homes.opened(ALICE);
    expect((await due()).users).toEqual([]);
    await homes.changed(0);
    expect((await due()).users).toEqual([ALICE]);
    await server.redis.zadd(keys.homes, Date.now() - 9 * 3_600_000, BOB);
    await homes.changed(0);
    expect((await due()).users).toEqual([ALICE]);
  });

  test('are taken in rounds, by whichever process: after one there is none for a while', async () => {
    for (const user of [ALICE, BOB]) await homes.opened(user);
    await homes.changed(0);
    expect((await homes.take(1, 60_000)).users).toHaveLength(1);
    expect((await homes.take(1, 60_000)).users).toEqual([]);
    expect((await due()).users).toHaveLength(1);
  });

  test('take no part in the pace while nobody looks', async () => {
    expect(await homes.take(10, 60_000)).toEqual({ users: [], lease: 0 });
    expect(await server.redis.exists(keys.homesPace)).toBe(0);
  });

  test('are not due any more once they are published, unless something has happened meanwhile', async () => {
    await homes.opened(ALICE);
    await homes.changed(0);
    const first = await due();
    await homes.changed(0);
    await homes.settle(ALICE, first.lease);
    const second = await due();
    expect(second.users).toEqual([ALICE]);
    await homes.settle(ALICE, second.lease);
    expect(await server.redis.exists(keys.homesDue)).toBe(0);
  });

  test('are left to others where whoever took them died', async () => {
    await homes.opened(ALICE);
    await homes.changed(0);
    const { lease } = await due();
    expect((await due()).users).toEqual([]);
    expect(lease).toBeGreaterThan(Date.now());
    await server.redis.zadd(keys.homesDue, 1, ALICE);
    expect((await due()).users).toEqual([ALICE]);
  });

  test('are kept for 200 people at most, and for a shift', async () => {
    for (let n = 0; n < 205; n++) await homes.opened(userNamed(`U${n}`));
    expect(await server.redis.zcard(keys.homes)).toBe(200);
    expect(await server.redis.pttl(keys.homes)).toBeGreaterThan(0);
  });
});
