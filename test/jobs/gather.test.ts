import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createGather } from '../../src/jobs/gather.ts';
import { reportLines } from '../../src/jobs/report-lines.ts';
import { type SandboxRedis, startPrivateRedis } from '../../src/sandbox/redis/private-redis.ts';
import { keys } from '../../src/store/keys.ts';
import { advance } from '../../src/watch/advance.ts';
import { isWatchItem } from '../../src/watch/outbox-item.ts';
import type { Reading } from '../../src/watch/reading.ts';
import { messageOfName } from '../../src/watch/standing-message.ts';
import { type Courier, startCourier } from '../faults/courier.ts';
import { seen } from '../faults/crash/one-life.ts';

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

async function read(watch: string, ...readings: readonly Reading[]): Promise<void> {
  for (const reading of readings) {
    // What was not looked at for a while is not held against Azure.
    await new Promise((resolve) => setTimeout(resolve, 5));
    await courier.watches.update(watch, (record) =>
      advance(record, reading, Date.now(), courier.parts.policy),
    );
  }
}

async function another(operationId: string, ...readings: readonly Reading[]): Promise<string> {
  const watch = await courier.beginAnother(operationId);
  await read(watch, seen('InProgress', 10), ...readings);
  return watch;
}

/** Whether what its alerts owe first is done with. */
async function gather(watch: string): Promise<boolean> {
  const owed = await courier.outboxes.head(`alert/${watch}`);
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

  test('that soon follows another goes onto a page, which is posted', async () => {
    await gather(await another('op-2', seen('Failed', 10)));
    const watch = await another('op-3', seen('Failed', 10));
    expect(await gather(watch)).toBe(true);
    const page = await courier.parts.storms.pageOf(watch);
    // The rest is of the alert's thread, which it has none.
    const next = await courier.outboxes.head(`alert/${watch}`);
    expect(next?.item.kind).toBe('alert-details');
    expect(await owing()).toContain(page);
    const jobs = await courier.queues.posts.getJobs(['prioritized', 'wait']);
    expect(jobs.map(({ data }) => data.destination)).toContain(page);
  });

  test('of a card or a note is no alert', async () => {
    const owed = await courier.outboxes.head(courier.card);
    const { record } = (await courier.watches.load(courier.id)) ?? {};
    if (!owed || !isWatchItem(owed.item) || !record) throw new Error('No card is owed');
    expect(await createGather(courier.parts)({ ...owed, item: owed.item }, record)).toBe(false);
  });
});

describe('what is odd about an operation', () => {
  test('makes a storm of its own, and its end is shown on the page', async () => {
    await gather(await another('op-2', blind, blind, blind));
    const watch = await another('op-3', blind, blind, blind);
    expect(await gather(watch)).toBe(true);
    const page = await courier.parts.storms.pageOf(watch, 1);
    expect(page).toMatch(/^storm\/conditions\//);

    await read(watch, seen('InProgress', 12));
    expect(await gather(watch)).toBe(true);
    expect(await courier.outboxes.head(`alert/${watch}`)).toBeUndefined();
    expect(await courier.redis.zrange(keys.edits, 0, '-1')).toContain(page);
  });

  test('and is over before it was told makes no storm', async () => {
    const over = await another('op-2', blind, blind, blind);
    await read(over, seen('InProgress', 12));
    expect(await gather(over)).toBe(false);
    expect(await courier.redis.exists(keys.storms('conditions'))).toBe(0);
  });
});

test('what a page tells counts as told when Slack has taken it, each alert once', async () => {
  const told: (readonly [kind: string, cause: string | undefined])[] = [];
  const report = {
    read: () => undefined,
    told: (kind: string, _lagMs: number, cause?: string) => void told.push([kind, cause]),
  };
  await gather(await another('op-2', seen('Failed', 10)));
  const watch = await another('op-3', seen('Failed', 10));
  await gather(watch);
  const page = messageOfName((await courier.parts.storms.pageOf(watch)) ?? '');
  if (page?.kind !== 'storm') throw new Error('There is no page');
  expect(told).toEqual([]);
  await reportLines(page, { ...courier.parts, report });
  await gather(await another('op-4', seen('Failed', 10)));
  await gather(await another('op-5', seen('Failed', 10)));
  await reportLines(page, { ...courier.parts, report });
  await reportLines(page, { ...courier.parts, report });
  expect(told).toEqual(Array.from({ length: 3 }, () => ['alert', 'failed']));
});
