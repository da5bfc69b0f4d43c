import { describe, expect, it } from 'vitest';
import type { ReadFailure, Reading, SnapshotReading } from '../../src/watch/reading.ts';
import type { WatchRecord } from '../../src/watch/watch-record.ts';
import {
  begun,
  failure,
  MINUTE,
  POLICY,
  play,
  SECOND,
  START,
  seen,
  snapshotReading,
} from './build-record.ts';

/** The pauses that follow each of as many readings of a kind, each taken when it was due. */
function pauses(record: WatchRecord, reading: () => Reading, count: number): number[] {
  let current = record;
  return Array.from({ length: count }, () => {
    const at = current.nextReadAt;
    current = play(current, [[at - START, reading()]]).record;
    return current.nextReadAt - at;
  });
}

function pauseAfter(reading: SnapshotReading | ReadFailure, record = seen()): number {
  return play(record, [[MINUTE, reading]]).record.nextReadAt - (START + MINUTE);
}

describe('the pause between reads', () => {
  it('grows from POLL_MIN to POLL_MAX and stays there', () => {
    const grown = pauses(begun(), () => snapshotReading(), 20);
    expect(grown[0]).toBe(POLICY.pollMinMs);
    expect(grown.at(-1)).toBe(POLICY.pollMaxMs);
    expect(grown.toSorted((a, b) => a - b)).toEqual(grown);
    expect(new Set(grown).size).toBeGreaterThan(3);
  });

  it('is as long as Azure asks, where that is longer', () => {
    expect(pauseAfter(snapshotReading({}, { retryAfterMs: 10 * MINUTE }))).toBe(10 * MINUTE);
  });

  it('is not shortened by Azure', () => {
    const record = seen();
    expect(pauseAfter(snapshotReading({}, { retryAfterMs: 1 }), record)).toBe(record.intervalMs);
  });

  it('doubles from POLL_MIN to POLL_MAX while reads fail', () => {
    expect(pauses(seen(), () => failure('transient'), 6).map((ms) => ms / SECOND)).toEqual([
      5, 10, 20, 40, 60, 60,
    ]);
  });

  it('stays bounded however long reads fail', () => {
    expect(pauses(seen(), () => failure('transient'), 2000).at(-1)).toBe(POLICY.pollMaxMs);
  });

  it('is back to its old length after an outage', () => {
    const before = seen();
    const { record } = play(before, [
      [MINUTE, failure('transient')],
      [2 * MINUTE, failure('transient')],
      [3 * MINUTE, snapshotReading()],
    ]);
    expect(record.nextReadAt).toBe(START + 3 * MINUTE + before.intervalMs);
  });

  it.each(['forbidden', 'unauthorized', 'unsupported'] as const)(
    'is POLL_MAX at once where only a person can help: %s',
    (kind) => {
      expect(pauseAfter(failure(kind))).toBe(POLICY.pollMaxMs);
    },
  );

  it('is as long as Azure asks when it refuses to be read', () => {
    expect(pauseAfter(failure('throttled', { retryAfterMs: 7 * MINUTE }))).toBe(7 * MINUTE);
    expect(pauseAfter(failure('throttled', { retryAfterMs: 1 }))).toBe(POLICY.pollMinMs);
    expect(pauseAfter(failure('transient', { retryAfterMs: 7 * MINUTE }))).toBe(7 * MINUTE);
  });
});
