import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { PostBudget } from '../../src/redis/post-budget.ts';
import type { ChannelId } from '../../src/watch/names.ts';
import type { PostUrgency } from '../../src/watch/post-urgency.ts';
import { channelNamed, destinationNamed, userNamed } from '../names.ts';
import { keys, startTestRedis, type TestRedis } from './with-redis.ts';

let server: TestRedis;
let posts: PostBudget;
beforeAll(async () => {
  server = await startTestRedis();
});
beforeEach(async () => {
  await server.redis.flushdb();
  // So slow that the clock does not matter: a turn comes once in 100 s.
  posts = new PostBudget(server.connection, { perMinute: 60_000, channelIntervalMs: 100_000 });
});
afterAll(async () => {
  await server.stop();
});

/** Takes what goes at once. */
async function exhaust(channel: ChannelId): Promise<void> {
  for (let turn = 0; turn < 5; turn++)
    expect(await posts.takeTurn(channel, destinationNamed(`${turn}`), 'ending')).toBe(0);
}

/** In which hundred seconds from now on a turn comes. */
async function turnOf(post: string, urgency: PostUrgency, asker = userNamed('U1')) {
  return Math.ceil(
    (await posts.takeTurn(channelNamed('C1'), destinationNamed(post), urgency, asker)) / 100_000,
  );
}

describe('the post budget', () => {
  test('lets a few posts of a channel go at once, and then one at a time, each at its own', async () => {
    await exhaust(channelNamed('C1'));
    expect(await turnOf('a', 'ending')).toBe(1);
    expect(await turnOf('b', 'ending')).toBe(2);
    expect(await turnOf('c', 'ending')).toBe(3);
    expect(await turnOf('a', 'ending')).toBe(1);
  });

  test('counts each channel for itself, and all processes together', async () => {
    await exhaust(channelNamed('C1'));
    expect(await posts.takeTurn(channelNamed('C2'), destinationNamed('a'), 'other')).toBe(0);
    const other = new PostBudget(server.connection, {
      perMinute: 60_000,
      channelIntervalMs: 100_000,
    });
    expect(
      await other.takeTurn(channelNamed('C1'), destinationNamed('a'), 'other'),
    ).toBeGreaterThan(0);
  });

  test('puts failures before other alerts, then endings, then the rest', async () => {
    await exhaust(channelNamed('C1'));
    expect(await turnOf('card', 'other')).toBe(1);
    expect(await turnOf('ending', 'ending')).toBe(1);
    expect(await turnOf('blind', 'alert')).toBe(1);
    expect(await turnOf('failed', 'failure')).toBe(1);
    expect(await turnOf('blind', 'alert')).toBe(2);
    expect(await turnOf('ending', 'ending')).toBe(3);
    expect(await turnOf('card', 'other')).toBe(4);
  });

  test('lets askers take turns in a channel, and endings go before cards of the same asker', async () => {
    await exhaust(channelNamed('C1'));
    const [alice, bob] = [userNamed('U1'), userNamed('U2')];
    for (let card = 0; card < 40; card++) await turnOf(`card-${card}`, 'other', alice);
    expect(await turnOf('his-card', 'other', bob)).toBeLessThanOrEqual(2);
    expect(await turnOf('her-note', 'ending', alice)).toBeLessThanOrEqual(2);
    for (let note = 0; note < 40; note++) await turnOf(`note-${note}`, 'ending', alice);
    // Behind his first, two of her cards and the notes that cost as much.
    expect(await turnOf('his-other', 'other', bob)).toBeLessThanOrEqual(8);
    expect(await turnOf('failed', 'failure', alice)).toBe(1);
  });

  test('takes who comes anew as the next, wherever the line of another stands', async () => {
    await exhaust(channelNamed('C1'));
    for (let card = 0; card < 40; card++) await turnOf(`card-${card}`, 'other');
    // As if the time for five more turns had passed.
    await server.redis.del(`${keys.budget('posts/C1')}:pace`);
    for (let card = 0; card < 5; card++) expect(await turnOf(`card-${card}`, 'other')).toBe(0);
    expect(await turnOf('his', 'other', userNamed('U2'))).toBe(1);
    expect(await turnOf('card-5', 'other')).toBe(2);
  });

  test('lets askers take turns in the workspace, however many channels one of them fills', async () => {
    posts = new PostBudget(server.connection, { perMinute: 1, channelIntervalMs: 1 });
    const turn = async (channel: string, asker: string) =>
      await posts.takeTurn(
        channelNamed(channel),
        destinationNamed(`card-in-${channel}`),
        'other',
        userNamed(asker),
      );
    for (let channel = 0; channel < 8; channel++) expect(await turn(`C${channel}`, 'U1')).toBe(0);
    for (let channel = 8; channel < 40; channel++) await turn(`C${channel}`, 'U1');
    // A turn comes once a minute.
    expect(await turn('C0BOB', 'U2')).toBeLessThanOrEqual(2 * 60_000);
    expect(await turn('C39', 'U1')).toBeGreaterThan(30 * 60_000);
  });

  test('counts nobody before who comes back late for a turn', async () => {
    await exhaust(channelNamed('C1'));
    expect(await turnOf('a', 'ending')).toBe(1);
    const late = keys.budget('posts/C1');
    await server.redis.zadd(`${late}:promised`, Date.now() - 5000, 'a');
    for (const key of [`${late}:waiting`, `${late}:promised`]) {
      await server.redis.pexpire(key, 10_000_000);
    }
    expect(await turnOf('a', 'ending')).toBe(1);
    // The keys of those who wait end by themselves, though all who waited were gone in between.
    expect(await server.redis.pttl(`${late}:waiting`)).toBeGreaterThan(0);
    expect(await server.redis.pttl(`${late}:promised`)).toBeGreaterThan(0);
    expect(await turnOf('b', 'ending')).toBe(2);
  });

  test('leaves out who does not come when their turn has come', async () => {
    posts = new PostBudget(server.connection, { perMinute: 60_000, channelIntervalMs: 100_000 });
    await exhaust(channelNamed('C1'));
    expect(await turnOf('dead', 'failure')).toBe(1);
    await server.redis.zadd('{mysqlop}:budget:posts/C1:promised', Date.now() - 4000, 'dead');
    expect(await turnOf('alive', 'other')).toBe(1);
  });

  test('pauses a channel for as long as Slack asks, and no other', async () => {
    await posts.pause(channelNamed('C1'), 60_000);
    const waitMs = await posts.takeTurn(channelNamed('C1'), destinationNamed('a'), 'failure');
    expect(waitMs).toBeGreaterThan(55_000);
    expect(waitMs).toBeLessThanOrEqual(60_000);
    expect(await posts.takeTurn(channelNamed('C2'), destinationNamed('a'), 'other')).toBe(0);
  });

  test('lets posts go one by one after a pause: Slack would refuse a burst again', async () => {
    await posts.pause(channelNamed('C1'), 50);
    expect(
      await posts.takeTurn(channelNamed('C1'), destinationNamed('a'), 'ending'),
    ).toBeGreaterThan(0);
    await expect
      .poll(() => posts.takeTurn(channelNamed('C1'), destinationNamed('a'), 'ending'))
      .toBe(0);
    expect(await turnOf('b', 'ending')).toBe(1);
    expect(await turnOf('c', 'ending')).toBe(2);
  });

  test('keeps within what the workspace allows, and some of that for on-call', async () => {
    posts = new PostBudget(server.connection, { perMinute: 1, channelIntervalMs: 1 });
    const taken = [];
    for (let turn = 0; turn < 9; turn++)
      taken.push(await posts.takeTurn(channelNamed(`C${turn}`), destinationNamed('a'), 'ending'));
    expect(taken.filter((waitMs) => waitMs === 0)).toHaveLength(8);
    expect(taken[8]).toBeGreaterThan(50_000);
    expect(await posts.takeTurn(channelNamed('C0NCALL'), destinationNamed('a'), 'failure')).toBe(0);
  });

  test('does not wait for hours because the clock was set back', async () => {
    const inHours = Date.now() + 5 * 3_600_000;
    await server.redis.set('{mysqlop}:budget:posts/C1:pace', inHours);
    expect(await posts.takeTurn(channelNamed('C1'), destinationNamed('a'), 'other')).toBe(0);
  });

  test('leaves no key for good', async () => {
    await exhaust(channelNamed('C1'));
    await posts.takeTurn(channelNamed('C1'), destinationNamed('a'), 'other');
    await posts.pause(channelNamed('C1'), 1000);
    for (const key of await server.redis.keys('*')) {
      expect(await server.redis.pttl(key)).toBeGreaterThan(0);
    }
  });
});
