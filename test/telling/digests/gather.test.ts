import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { NO_DEADLINE } from '../../../src/redis/deadline.ts';
import { type SandboxRedis, startPrivateRedis } from '../../../src/sandbox/redis/private-redis.ts';
import { composeDigest } from '../../../src/telling/digests/compose-digest.ts';
import { createGather } from '../../../src/telling/digests/gather.ts';
import { reportEntries } from '../../../src/telling/digests/report-entries.ts';
import { destinations, nameOfMessage, type WatchId } from '../../../src/watch/names.ts';
import { isWatchItem } from '../../../src/watch/outbox-item.ts';
import type { Reading } from '../../../src/watch/reading.ts';
import { type Courier, startCourier } from '../../faults/courier.ts';
import { seen } from '../../faults/crash/one-life.ts';
import { keys } from '../../redis/with-redis.ts';
import { afterReading } from '../../watch/live.ts';

const blind: Reading = {
  kind: 'failure',
  failure: 'transient',
  explanation: 'No network.',
  trace: {},
};

let redis: SandboxRedis;
let courier: Courier;
beforeAll(async () => {
  redis = await startPrivateRedis();
});
beforeEach(async () => {
  courier = await startCourier({
    redisUrl: redis.url,
    readings: [seen('InProgress', 10)],
    // Twice unreadable is long enough.
    policy: { blindAfterMs: 1 },
  });
});
afterEach(async () => {
  await courier.stop();
});
afterAll(async () => {
  await redis.stop();
});

async function read(watch: WatchId, ...readings: readonly Reading[]): Promise<void> {
  for (const reading of readings) {
    // What was not looked at for a while is not held against Azure.
    await new Promise((resolve) => setTimeout(resolve, 5));
    await courier.watches.update(
      watch,
      (record) => afterReading(record, reading, Date.now(), courier.parts.policy),
      { deadline: NO_DEADLINE },
    );
  }
}

async function another(operationId: string, ...readings: readonly Reading[]): Promise<WatchId> {
  const watch = await courier.beginAnother(operationId);
  await read(watch, seen('InProgress', 10), ...readings);
  return watch;
}

/** Whether what its alerts owe first is done with. */
async function gather(watch: WatchId): Promise<boolean> {
  const owed = await courier.outboxes.head(destinations.alert(watch));
  const { record } = (await courier.watches.load(watch)) ?? {};
  if (!owed || !isWatchItem(owed.item) || !record) throw new Error('No alert is owed');
  return await createGather(courier.parts)({ ...owed, item: owed.item }, record);
}

const owing = async () =>
  (await courier.outboxes.owing()).filter((destination) => !destination.startsWith('card/'));

describe('an alert', () => {
  test('is told alone where none came before it', async () => {
    expect(await gather(await another('op-2', seen('Failed', 10)))).toBe(false);
  });

  test('that soon follows another goes onto a digest, which is posted', async () => {
    await gather(await another('op-2', seen('Failed', 10)));
    const watch = await another('op-3', seen('Failed', 10));
    expect(await gather(watch)).toBe(true);
    const digest = await courier.parts.digests.digestOf(watch);
    // The rest is of the alert's thread, which it has none.
    const next = await courier.outboxes.head(destinations.alert(watch));
    expect(next?.item.kind).toBe('alert-details');
    const name = digest && nameOfMessage(digest);
    expect(await owing()).toContain(name);
    const jobs = await courier.queues.posts.getJobs(['prioritized', 'wait']);
    expect(jobs.map(({ data }) => data.destination)).toContain(name);
  });

  test.each([
    ['when it was', (name: string) => courier.redis.hset(name, 'last', 'x')],
    ['what it is', (name: string) => courier.redis.set(name, 'x')],
  ])('is told alone where nobody can tell of its burst %s', async (_what, poison) => {
    await gather(await another('op-2', seen('Failed', 10)));
    await poison(keys.burst('failures'));
    expect(await gather(await another('op-3', seen('Failed', 10)))).toBe(false);
  });

  test('goes onto a new digest where the one before is none', async () => {
    await gather(await another('op-2', seen('Failed', 10)));
    const before = await another('op-3', seen('Failed', 10));
    await gather(before);
    const broken = await courier.parts.digests.digestOf(before);
    if (!broken) throw new Error('There is no digest');
    await courier.redis.set(keys.digest('failures', broken.digest), 'x');
    const next = await another('op-4', seen('Failed', 10));
    expect(await gather(next)).toBe(true);
    expect((await courier.parts.digests.digestOf(next))?.digest).not.toBe(broken.digest);
  });

  test('of a card or a note is no alert', async () => {
    const owed = await courier.outboxes.head(courier.card);
    const { record } = (await courier.watches.load(courier.id)) ?? {};
    if (!owed || !isWatchItem(owed.item) || !record) throw new Error('No card is owed');
    expect(await createGather(courier.parts)({ ...owed, item: owed.item }, record)).toBe(false);
  });
});

describe('what is odd about an operation', () => {
  test('makes a burst of its own, and its end is shown on the digest', async () => {
    await gather(await another('op-2', blind, blind, blind));
    const watch = await another('op-3', blind, blind, blind);
    expect(await gather(watch)).toBe(true);
    const digest = await courier.parts.digests.digestOf(watch, 1);
    expect(digest?.burst).toBe('conditions');

    await read(watch, seen('InProgress', 12));
    expect(await gather(watch)).toBe(true);
    expect(await courier.outboxes.head(destinations.alert(watch))).toBeUndefined();
    expect(await courier.redis.zrange(keys.edits, 0, '-1')).toContain(
      digest && nameOfMessage(digest),
    );
  });

  test('and is over before it was told makes no burst', async () => {
    const over = await another('op-2', blind, blind, blind);
    await read(over, seen('InProgress', 12));
    expect(await gather(over)).toBe(false);
    expect(await courier.redis.exists(keys.burst('conditions'))).toBe(0);
  });
});

test('what a digest tells counts as told when Slack has taken it, each alert once', async () => {
  const told: (readonly [kind: string, cause: string | undefined])[] = [];
  const report = {
    read: () => undefined,
    told: (kind: string, _lagMs: number, cause?: string) => void told.push([kind, cause]),
  };
  await gather(await another('op-2', seen('Failed', 10)));
  const watch = await another('op-3', seen('Failed', 10));
  await gather(watch);
  const digest = await courier.parts.digests.digestOf(watch);
  if (!digest) throw new Error('There is no digest');
  expect(told).toEqual([]);
  await reportEntries(digest, undefined, { ...courier.parts, report });
  const shown = await composeDigest(digest, courier.parts);
  await gather(await another('op-4', seen('Failed', 10)));
  // As it was shown, it does not tell that yet.
  await reportEntries(digest, shown, { ...courier.parts, report });
  expect(told).toHaveLength(1);
  await gather(await another('op-5', seen('Failed', 10)));
  await reportEntries(digest, undefined, { ...courier.parts, report });
  await reportEntries(digest, undefined, { ...courier.parts, report });
  expect(told).toEqual(Array.from({ length: 3 }, () => ['alert', 'failed']));
});
