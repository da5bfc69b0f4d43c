import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import {
  memoryProblem,
  outboxProblem,
  roundProblem,
  unreadableProblem,
} from '../../src/app/checks.ts';
import { OutboxStore } from '../../src/redis/outbox-store.ts';
import { startTestRedis, type TestRedis } from '../redis/with-redis.ts';

let server: TestRedis;
let outboxes: OutboxStore;
beforeAll(async () => {
  server = await startTestRedis();
  outboxes = new OutboxStore(server.connection);
});
afterAll(async () => {
  await server.stop();
});

it('says what Slack takes nowhere, why, and how much more there is', async () => {
  expect(await outboxProblem(outboxes)).toBeUndefined();
  await server.redis.hset('{mysqlop}:stuck', 'alert/w1-1', 'is_archived');
  expect(await outboxProblem(outboxes)).toBe(
    'Slack takes this nowhere: alert/w1-1 (is_archived). It stays owed and is tried again.',
  );
  await server.redis.hset('{mysqlop}:stuck', 'card/w2-1/C0DBA-1', 'channel_not_found');
  await server.redis.hset('{mysqlop}:stuck', 'fault/sign-in', 'is_archived');
  expect(await outboxProblem(outboxes)).toMatch(/\) and 2 more\. It stays owed/);
});

test('a round of reads that takes longer than POLL_MAX is named, with what to do', async () => {
  const round = (watches: number) => async () => [
    { subscriptionId: 's-1', watches, ms: watches * 200 },
    { subscriptionId: 's-2', watches: 1, ms: 200 },
  ];
  const nameOf = (id: string) => (id === 's-1' ? 'prod' : id);
  expect(await roundProblem(round(300), 60_000, nameOf)).toBeUndefined();
  const problem = await roundProblem(round(600), 60_000, nameOf);
  expect(problem).toContain('the 600 watches of prod in 2 min.');
  expect(problem).toContain('raise ARM_READS_PER_SECOND');
  const broken = async () => await Promise.reject(new Error('Redis is away'));
  expect(await roundProblem(broken, 60_000, nameOf)).toContain('not known');
});

describe('values that can’t be read', () => {
  const live = { where: 'live', why: 'a member that is no watch' };
  const newer = { where: 'watch:w1-1', why: 'its record is of a newer version of me' };

  it('are named, with why', async () => {
    expect(await unreadableProblem(async () => [])).toBeUndefined();
    expect(await unreadableProblem(async () => [newer, live])).toBe(
      '2 values in Redis can’t be read and are left alone: watch:w1-1 (its record is of a newer version of me), live (a member that is no watch). All else goes on; docs/operations.md tells what to do.',
    );
    expect(await unreadableProblem(async () => [live])).toMatch(
      /^1 value in Redis can’t be read and is left/,
    );
  });

  it('are counted where there are many', async () => {
    expect(await unreadableProblem(async () => Array.from({ length: 9 }, () => live))).toMatch(
      /^9 values .* and 4 more\. All else goes on/,
    );
  });

  it('are not known while Redis does not answer', async () => {
    expect(await unreadableProblem(() => Promise.reject(new Error('away')))).toBe(
      'not known while Redis does not answer',
    );
  });
});

describe('memory', () => {
  test.each([
    [60_000, 'Redis went back by about 2 min at 1970-01-01T00:03:20.000Z'],
    [0, 'Redis lost all that it kept at 1970-01-01T00:03:20.000Z'],
  ])('that was lost from %d ms on is named', (to, said) => {
    expect(
      memoryProblem({ isMarked: true, loss: { since: 200_000, from: 180_000, to } }),
    ).toContain(said);
  });

  test('that is whole is not', () => {
    expect(memoryProblem({ isMarked: true, loss: undefined })).toBeUndefined();
  });
});
