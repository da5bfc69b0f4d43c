import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { metricSources } from '../../src/app/metric-sources.ts';
import { begin } from '../../src/asking/begin.ts';
import { AsideStore } from '../../src/redis/aside-store.ts';
import { NO_DEADLINE } from '../../src/redis/deadline.ts';
import { OutboxStore } from '../../src/redis/outbox-store.ts';
import { ReadBudget } from '../../src/redis/read-budget.ts';
import { ReminderStore } from '../../src/redis/reminder-store.ts';
import { WatchStore } from '../../src/redis/watch-store.ts';
import type { Reading } from '../../src/watch/reading.ts';
import { startTestRedis, type TestRedis } from '../redis/with-redis.ts';
import {
  DAY,
  DBA,
  failure,
  MINUTE,
  POLICY,
  REFERENCE,
  START,
  snapshotReading,
  steadily,
} from '../watch/build-record.ts';
import { afterReading } from '../watch/live.ts';

describe('what the metrics count in Redis', () => {
  let server: TestRedis;
  let watches: WatchStore;
  let outboxes: OutboxStore;
  beforeAll(async () => {
    server = await startTestRedis();
    watches = new WatchStore(server.connection, DAY);
    outboxes = new OutboxStore(server.connection);
  });
  beforeEach(async () => {
    await server.redis.flushdb();
  });
  afterAll(async () => {
    await server.stop();
  });

  const dependencies = () => ({
    connection: server.connection,
    watches,
    reads: new ReadBudget(server.connection, 5),
    outboxes,
    reminders: new ReminderStore(server.connection, DAY),
    aside: new AsideStore(server.connection),
  });

  /** A watch after these readings. */
  async function watch(
    operationId: string,
    readings: readonly (readonly [at: number, reading: Reading])[] = [],
  ): Promise<void> {
    const reference = { ...REFERENCE, operationId };
    const begun = await begin(watches, reference, DBA, START, POLICY, NO_DEADLINE);
    if (begun.kind === 'stands') throw new Error('it stands already');
    for (const [at, reading] of readings) {
      await watches.update(
        begun.change.record.id,
        (record) => afterReading(record, reading, START + at, POLICY),
        { deadline: NO_DEADLINE },
      );
    }
  }

  const blind = steadily(failure('transient'), { from: 0, to: 10 * MINUTE });
  const stalled = steadily(snapshotReading(), { from: 0, to: 15 * MINUTE });
  const overdue = [
    [0, snapshotReading({ work: { kind: 'import', estimatedEndAt: START - DAY } })],
  ] as const;

  it('is each live watch once, and each of its conditions', async () => {
    await watch('op-1');
    await watch('op-2', blind);
    await watch('op-3', stalled);
    await watch('op-4', overdue);
    await watch('op-5', [[0, snapshotReading({ status: 'Succeeded' })]]);
    const counts = await metricSources(dependencies(), () => START).watches();
    expect(Object.fromEntries(counts)).toEqual({ running: 4, blind: 1, stalled: 1, overdue: 1 });
  });

  it('is 0 of each where there is nothing, so that nobody waits for a name to appear', async () => {
    const counts = await metricSources(dependencies(), () => START).watches();
    expect(Object.fromEntries(counts)).toEqual({ running: 0, blind: 0, stalled: 0, overdue: 0 });
  });

  it('is counted once a minute however often somebody asks, or when the clock was set back', async () => {
    let now = START;
    const sources = metricSources(dependencies(), () => now);
    const running = async () => (await sources.watches()).get('running');
    expect(await running()).toBe(0);
    await watch('op-1');
    now += MINUTE - 1;
    expect(await running()).toBe(0);
    now += 1;
    expect(await running()).toBe(1);
    await watch('op-2');
    now -= DAY;
    expect(await running()).toBe(2);
  });

  it('is how long it takes to read all live watches of a subscription once', async () => {
    await watch('op-1');
    await watch('op-2');
    await watch('op-3', [[0, snapshotReading({ status: 'Succeeded' })]]);
    expect(await metricSources(dependencies(), () => START).rounds()).toEqual([
      { subscriptionId: REFERENCE.subscriptionId, watches: 2, ms: 400 },
    ]);
  });

  it('is every post that is owed, and every destination that is stuck', async () => {
    const sources = metricSources(dependencies(), () => START);
    expect(await sources.outbox()).toEqual({ items: 0, stuck: 0 });
    // A card, the note that opens its thread, and an ending for each of the two.
    await watch('op-1', [[0, snapshotReading({ status: 'Succeeded' })]]);
    await watch('op-2', [[0, snapshotReading({ status: 'Failed' })]]);
    const [destination] = await outboxes.owing();
    const owed = destination && (await outboxes.head(destination));
    if (!owed) throw new Error('Nothing is owed');
    await outboxes.markStuck(owed, 'is_archived');
    expect(await sources.outbox()).toEqual({ items: 5, stuck: 1 });
  });
});
