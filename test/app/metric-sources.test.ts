import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { metricSources } from '../../src/app/metric-sources.ts';
import { begin } from '../../src/store/begin.ts';
import { OutboxStore } from '../../src/store/outbox-store.ts';
import { WatchStore } from '../../src/store/watch-store.ts';
import { advance } from '../../src/watch/advance.ts';
import type { Reading } from '../../src/watch/reading.ts';
import { startTestRedis, type TestRedis } from '../store/with-redis.ts';
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

describe('what the metrics count in Redis', () => {
  let server: TestRedis;
  let watches: WatchStore;
  let outboxes: OutboxStore;
  beforeAll(async () => {
    server = await startTestRedis();
    watches = new WatchStore(server.redis, DAY);
    outboxes = new OutboxStore(server.redis);
  });
  beforeEach(async () => {
    await server.redis.flushdb();
  });
  afterAll(async () => {
    await server.stop();
  });

  /** A watch after these readings. */
  async function watch(
    operationId: string,
    readings: readonly (readonly [at: number, reading: Reading])[] = [],
  ): Promise<void> {
    const reference = { ...REFERENCE, operationId };
    const begun = await begin(watches, reference, DBA, START, POLICY);
    if (begun.kind === 'stands') throw new Error('it stands already');
    for (const [at, reading] of readings) {
      await watches.update(begun.change.record.id, (record) =>
        advance(record, reading, START + at, POLICY),
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
    const counts = await metricSources({ watches, outboxes }, () => START).watches();
    expect(Object.fromEntries(counts)).toEqual({ running: 4, blind: 1, stalled: 1, overdue: 1 });
  });

  it('is 0 of each where there is nothing, so that nobody waits for a name to appear', async () => {
    const counts = await metricSources({ watches, outboxes }, () => START).watches();
    expect(Object.fromEntries(counts)).toEqual({ running: 0, blind: 0, stalled: 0, overdue: 0 });
  });

  it('is counted once a minute however often somebody asks, or when the clock was set back', async () => {
    let now = START;
    const sources = metricSources({ watches, outboxes }, () => now);
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

  it('is every post that is owed, and every destination that is stuck', async () => {
    const sources = metricSources({ watches, outboxes }, () => START);
    expect(await sources.outbox()).toEqual({ items: 0, stuck: 0 });
    // A card, the note that opens its thread, and an ending for each of the two.
    await watch('op-1', [[0, snapshotReading({ status: 'Succeeded' })]]);
    await watch('op-2', [[0, snapshotReading({ status: 'Failed' })]]);
    const [destination = ''] = await outboxes.owing();
    const owed = await outboxes.head(destination);
    if (!owed) throw new Error('Nothing is owed');
    await outboxes.markStuck(owed, 'is_archived');
    expect(await sources.outbox()).toEqual({ items: 7, stuck: 1 });
  });
});
