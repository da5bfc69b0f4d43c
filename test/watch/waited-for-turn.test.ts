import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advance, observedMs } from '../../src/watch/advance.ts';
import type { Reading } from '../../src/watch/reading.ts';
import { isLive, verdictOf, type WatchRecord } from '../../src/watch/watch-record.ts';
import {
  begun,
  DAY,
  failure,
  HOUR,
  MINUTE,
  POLICY,
  SECOND,
  START,
  seen,
  snapshotReading,
} from './build-record.ts';
import { live } from './live.ts';
import { AT_61, conditionsOf } from './odd-lives.ts';

/** Reads again and again, each time so long after the plan; told of as much as `toldMs`. */
function readLate(
  before: WatchRecord,
  reading: Reading,
  { lateMs, toldMs, count }: { lateMs: number; toldMs?: number; count: number },
  policy = POLICY,
): WatchRecord {
  let record = before;
  for (let index = 0; index < count && isLive(record); index += 1) {
    const at = record.nextReadAt + lateMs;
    record = advance(record, reading, at, policy, toldMs).record;
  }
  return record;
}

describe('a reading that has waited for its turn in the read budget', () => {
  const late = { lateMs: 10 * MINUTE, toldMs: 10 * MINUTE };

  it('has its time counted in full', () => {
    const record = live(readLate(seen(AT_61), snapshotReading(AT_61), { ...late, count: 5 }));
    expect(record.watchedMs).toBe((record.lastReadAt ?? 0) - START);
    expect(record.unmovedMs).toBe(record.watchedMs);
  });

  it.each([
    ['stalled', snapshotReading(AT_61)],
    ['blind', failure('transient')],
  ] as const)('finds a watch %s in time', (what, reading) => {
    expect(conditionsOf(readLate(seen(AT_61), reading, { ...late, count: 2 }))).toEqual([what]);
  });

  it.each([
    ['not-found', begun(), 2],
    ['gone', seen(), 2],
  ] as const)('finds a watch %s in time', (verdict, before, count) => {
    const record = readLate(before, failure('not-found'), { ...late, count });
    expect(verdictOf(record)).toBe(verdict);
  });

  it('lets a watch be given up in time', () => {
    const policy = { ...POLICY, watchForMs: HOUR };
    const record = readLate(seen(AT_61), snapshotReading(AT_61), { ...late, count: 6 }, policy);
    expect(verdictOf(record)).toBe('abandoned');
  });

  it('counts for little where it came late for another reason', () => {
    const late = { lateMs: 10 * MINUTE, count: 5 };
    const record = live(readLate(seen(AT_61), snapshotReading(AT_61), late));
    expect(record.watchedMs).toBeLessThan(2 * MINUTE);
    expect(conditionsOf(record)).toEqual([]);
  });

  it('counts the time that it waited, and not the outage that came on top', () => {
    const late = { lateMs: 6 * HOUR, toldMs: MINUTE, count: 1 };
    const record = live(readLate(seen(AT_61), snapshotReading(AT_61), late));
    expect(record.watchedMs).toBeGreaterThan(MINUTE);
    expect(record.watchedMs).toBeLessThan(MINUTE + 20 * SECOND);
  });
});

describe('however long it is said to have waited', () => {
  const any = fc.integer({ min: -DAY, max: DAY });

  it('no more time counts than has passed, and none backwards', () => {
    fc.assert(
      fc.property(any, any, (after, queuedMs) => {
        const counted = observedMs(seen(), START + after, queuedMs);
        expect(counted).toBeGreaterThanOrEqual(0);
        expect(counted).toBeLessThanOrEqual(Math.max(0, after));
      }),
    );
  });

  it('no less time counts than if nothing had been', () => {
    fc.assert(
      fc.property(any, any, (after, queuedMs) => {
        const counted = observedMs(seen(), START + after, queuedMs);
        expect(counted).toBeGreaterThanOrEqual(observedMs(seen(), START + after));
      }),
    );
  });
});
