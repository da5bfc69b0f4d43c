import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { PostBudget } from '../../src/store/post-budget.ts';
import { startTestRedis, type TestRedis } from './with-redis.ts';

let server: TestRedis;
let posts: PostBudget;
beforeAll(async () => {
  server = await startTestRedis();
});
beforeEach(async () => {
  await server.redis.flushdb();
  // So slow that the clock does not matter: a turn comes once in 100 s.
  posts = new PostBudget(server.redis, { perMinute: 60_000, channelIntervalMs: 100_000 });
});
afterAll(async () => {
  await server.stop();
});

/** Takes what goes at once. */
async function exhaust(channel: string): Promise<void> {
  for (let turn = 0; turn < 5; turn++) expect(await posts.take(channel, `${turn}`, 'note')).toBe(0);
}

/** In which hundred seconds from now on a turn comes. */
async function turnOf(asker: string, urgency: 'failure' | 'alert' | 'note' | 'other') {
  return Math.ceil((await posts.take('C1', asker, urgency)) / 100_000);
}

describe('the post budget', () => {
  test('lets a few posts of a channel go at once, and then one at a time, each at its own', async () => {
    await exhaust('C1');
    expect(await turnOf('a', 'note')).toBe(1);
    expect(await turnOf('b', 'note')).toBe(2);
    expect(await turnOf('c', 'note')).toBe(3);
    expect(await turnOf('a', 'note')).toBe(1);
  });

  test('counts each channel for itself, and all processes together', async () => {
    await exhaust('C1');
    expect(await posts.take('C2', 'a', 'other')).toBe(0);
    const other = new PostBudget(server.redis, { perMinute: 60_000, channelIntervalMs: 100_000 });
    expect(await other.take('C1', 'a', 'other')).toBeGreaterThan(0);
  });

  test('puts failures before other alerts, those before notes, and notes before the rest', async () => {
    await exhaust('C1');
    expect(await turnOf('card', 'other')).toBe(1);
    expect(await turnOf('note', 'note')).toBe(1);
    expect(await turnOf('blind', 'alert')).toBe(1);
    expect(await turnOf('failed', 'failure')).toBe(1);
    expect(await turnOf('blind', 'alert')).toBe(2);
    expect(await turnOf('note', 'note')).toBe(3);
    expect(await turnOf('card', 'other')).toBe(4);
  });

  test('leaves out who does not come when their turn has come', async () => {
    posts = new PostBudget(server.redis, { perMinute: 60_000, channelIntervalMs: 100_000 });
    await exhaust('C1');
    expect(await turnOf('dead', 'failure')).toBe(1);
    await server.redis.zadd('{mysqlop}:budget:posts/C1:promised', Date.now() - 4000, 'dead');
    expect(await turnOf('alive', 'other')).toBe(1);
  });

  test('pauses a channel for as long as Slack asks, and no other', async () => {
    await posts.pause('C1', 60_000);
    const waitMs = await posts.take('C1', 'a', 'failure');
    expect(waitMs).toBeGreaterThan(55_000);
    expect(waitMs).toBeLessThanOrEqual(60_000);
    expect(await posts.take('C2', 'a', 'other')).toBe(0);
  });

  test('lets posts go one by one after a pause: Slack would refuse a burst again', async () => {
    await posts.pause('C1', 50);
    expect(await posts.take('C1', 'a', 'note')).toBeGreaterThan(0);
    await expect.poll(() => posts.take('C1', 'a', 'note')).toBe(0);
    expect(await turnOf('b', 'note')).toBe(1);
    expect(await turnOf('c', 'note')).toBe(2);
  });

  test('keeps within what the workspace allows, and some of that for on-call', async () => {
    posts = new PostBudget(server.redis, { perMinute: 1, channelIntervalMs: 1 });
    const taken = [];
    for (let turn = 0; turn < 9; turn++) taken.push(await posts.take(`C${turn}`, 'a', 'note'));
    expect(taken.filter((waitMs) => waitMs === 0)).toHaveLength(8);
    expect(taken[8]).toBeGreaterThan(50_000);
    expect(await posts.take('C0NCALL', 'a', 'failure')).toBe(0);
  });

  test('does not wait for hours because the clock was set back', async () => {
    const inHours = Date.now() + 5 * 3_600_000;
    await server.redis.set('{mysqlop}:budget:posts/C1:pace', inHours);
    expect(await posts.take('C1', 'a', 'other')).toBe(0);
  });

  test('leaves no key for good', async () => {
    await exhaust('C1');
    await posts.take('C1', 'a', 'other');
    await posts.pause('C1', 1000);
    for (const key of await server.redis.keys('*')) {
      expect(await server.redis.pttl(key)).toBeGreaterThan(0);
    }
  });
});
