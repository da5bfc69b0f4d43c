import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advance } from '../../src/watch/advance.ts';
import { observedMs } from '../../src/watch/observed-time.ts';
import type { Reading } from '../../src/watch/reading.ts';
import type { WatchRecord } from '../../src/watch/watch-record.ts';
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
import { AT_61, conditionsOf } from './odd-lives.ts';

/** Reads again and again, each time so long after the plan; told of as much as `toldMs`. */
function readLate(
  before: WatchRecord,
  reading: Reading,
  { lateMs, toldMs, count }: { lateMs: number; toldMs?: number; count: number },
  policy = POLICY,
): WatchRecord {
  let record = before;
  for (let index = 0; index < count; index += 1) {
    const at = record.nextReadAt + lateMs;
    record = advance(record, reading, at, policy, toldMs).record;
  }
  return record;
}

describe('a reading that the read budget has held back', () => {
  const late = { lateMs: 10 * MINUTE, toldMs: 10 * MINUTE };

  it('has its time counted in full', () => {
    const record = readLate(seen(AT_61), snapshotReading(AT_61), { ...late, count: 5 });
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
    expect(record.outcome.verdict).toBe(verdict);
  });

  it('lets a watch be given up in time', () => {
    const policy = { ...POLICY, watchForMs: HOUR };
    const record = readLate(seen(AT_61), snapshotReading(AT_61), { ...late, count: 6 }, policy);
    expect(record.outcome.verdict).toBe('abandoned');
  });

  it('counts for little where it came late for another reason', () => {
    const record = readLate(seen(AT_61), snapshotReading(AT_61), {
      lateMs: 10 * MINUTE,
      count: 5,
    });
    expect(record.watchedMs).toBeLessThan(2 * MINUTE);
    expect(conditionsOf(record)).toEqual([]);
  });

  it('counts the time that it was held back, and not the outage that came on top', () => {
    const record = readLate(seen(AT_61), snapshotReading(AT_61), {
      lateMs: 6 * HOUR,
      toldMs: MINUTE,
      count: 1,
    });
    expect(record.watchedMs).toBeGreaterThan(MINUTE);
    expect(record.watchedMs).toBeLessThan(MINUTE + 20 * SECOND);
  });
});

describe('whatever is said to have been held back', () => {
  const any = fc.integer({ min: -DAY, max: DAY });

  it('no more time counts than has passed, and none backwards', () => {
    fc.assert(
      fc.property(any, any, (after, heldBackMs) => {
        const counted = observedMs(seen(), START + after, heldBackMs);
        expect(counted).toBeGreaterThanOrEqual(0);
        expect(counted).toBeLessThanOrEqual(Math.max(0, after));
      }),
    );
  });

  it('no less time counts than if nothing had been', () => {
    fc.assert(
      fc.property(any, any, (after, heldBackMs) => {
        const counted = observedMs(seen(), START + after, heldBackMs);
        expect(counted).toBeGreaterThanOrEqual(observedMs(seen(), START + after));
      }),
    );
  });
});
