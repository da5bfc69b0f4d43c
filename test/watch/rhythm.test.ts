import { describe, expect, it } from 'vitest';
import { advance } from '../../src/watch/advance.ts';
import type { ReadFailure, Reading, SnapshotReading } from '../../src/watch/reading.ts';
import type { LiveWatch } from '../../src/watch/watch-record.ts';
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
import { live } from './live.ts';

const MOMENT_MS = 50;

/** The pauses that follow each of as many readings of a kind, each taken when it was due. */
function pauses(record: LiveWatch, reading: () => Reading, count: number): number[] {
  let current = record;
  return Array.from({ length: count }, () => {
    const at = current.nextReadAt;
    current = live(play(current, [[at - START, reading()]]).record);
    return current.nextReadAt - at;
  });
}

function pauseAfter(reading: SnapshotReading | ReadFailure, record = seen()): number {
  return live(play(record, [[MINUTE, reading]]).record).nextReadAt - (START + MINUTE);
}

/** A read is due when it is planned, or a moment later, together with others. */
function expectDue(dueAt: number, plannedAt: number): void {
  expect(dueAt).toBeGreaterThanOrEqual(plannedAt);
  expect(dueAt).toBeLessThan(plannedAt + MOMENT_MS);
}

describe('the pause between reads', () => {
  it('grows from POLL_MIN to POLL_MAX and stays there', () => {
    const grown = pauses(begun(), () => snapshotReading(), 20);
    expect(grown[0]).toBe(POLICY.pollMinMs);
    expect(grown.at(-1)).toBe(POLICY.pollMaxMs);
    expect(grown.toSorted((a, b) => a - b)).toEqual(grown);
    expect(new Set(grown).size).toBeGreaterThan(3);
  });

  it.each([
    ['counts from when a reading was due, where it came a little late', 1, 0, 0],
    ['counts from when its turn came, where it had to wait for one', 20, 20, 20],
    ['counts from the reading, where that came very late', 60, 0, 60],
    ['counts from the reading, where that was brought forward', -5, 0, -5],
  ])('%s', (_how, lateSeconds, queuedSeconds, countedSeconds) => {
    const record = live(play(seen(), [[MINUTE, snapshotReading()]]).record);
    const { nextReadAt: dueAt, intervalMs } = record;
    const at = dueAt + lateSeconds * SECOND;
    const next = live(
      advance(record, snapshotReading(), at, POLICY, queuedSeconds * SECOND).record,
    );
    expectDue(next.nextReadAt, dueAt + countedSeconds * SECOND + intervalMs);
  });

  it('counts from the reading where Azure names it, however late that was', () => {
    const record = live(play(seen(), [[MINUTE, snapshotReading()]]).record);
    const at = record.nextReadAt + SECOND;
    const wish = snapshotReading({}, { retryAfterMs: 2 * MINUTE });
    expect(live(advance(record, wish, at, POLICY).record).nextReadAt).toBe(at + 2 * MINUTE);
  });

  it('is as long as Azure asks, where that is longer', () => {
    expect(pauseAfter(snapshotReading({}, { retryAfterMs: 10 * MINUTE }))).toBe(10 * MINUTE);
  });

  it('is not shortened by Azure', () => {
    const record = seen();
    expectDue(pauseAfter(snapshotReading({}, { retryAfterMs: 1 }), record), record.intervalMs);
  });

  it('ends together with others that end at nearly the same time', () => {
    const ends = Array.from({ length: 1000 }, (_, ms) => {
      const record = play(seen(), [[MINUTE + ms, snapshotReading()]]).record;
      return live(record).nextReadAt;
    });
    expect(new Set(ends).size).toBeLessThan(30);
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
    expectDue(live(record).nextReadAt, START + 3 * MINUTE + before.intervalMs);
  });

  it.each(['forbidden', 'other-tenant', 'unsupported'] as const)(
    'is POLL_MAX at once where only a person can help: %s',
    (kind) => {
      expect(pauseAfter(failure(kind))).toBe(POLICY.pollMaxMs);
    },
  );

  it('is as long as Azure asks when it refuses to be read', () => {
    expect(pauseAfter(failure('throttled', { retryAfterMs: 40 * SECOND }))).toBe(40 * SECOND);
    expect(pauseAfter(failure('throttled', { retryAfterMs: 1 }))).toBe(POLICY.pollMinMs);
    expect(pauseAfter(failure('transient', { retryAfterMs: 7 * MINUTE }))).toBe(7 * MINUTE);
  });

  it('is POLL_MAX at most where the subscription is held: people must learn how long it lasts', () => {
    expect(pauseAfter(failure('throttled', { retryAfterMs: 7 * MINUTE }))).toBe(POLICY.pollMaxMs);
  });
});
