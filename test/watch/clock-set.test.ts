import { describe, expect, it } from 'vitest';
import type { Reading } from '../../src/watch/reading.ts';
import { verdictOf, type WatchRecord } from '../../src/watch/watch-record.ts';
import {
  begun,
  DAY,
  failure,
  HOUR,
  MINUTE,
  play,
  SECOND,
  seen,
  snapshotReading,
  steadily,
} from './build-record.ts';
import { live } from './live.ts';
import { AT_61, conditionsOf, standing, unread } from './odd-lives.ts';

describe('a clock that was set', () => {
  const spans: readonly (readonly [string, () => WatchRecord, Reading])[] = [
    ['gone', () => unread(3 * MINUTE, failure('not-found')).record, failure('not-found')],
    [
      'not found',
      () => play(begun(), steadily(failure('not-found'), { from: 0, to: 20 * SECOND })).record,
      failure('not-found'),
    ],
    ['blind', () => unread(3 * MINUTE).record, failure('transient')],
    ['stalled', () => standing(3 * MINUTE).record, snapshotReading(AT_61)],
  ];

  it.each(spans)('forward by hours makes no watch %s', (_what, life, reading) => {
    const { record, told } = play(life(), [
      [9 * HOUR, reading],
      [9 * HOUR + 10 * SECOND, reading],
    ]);
    expect(told).toEqual([]);
    expect(verdictOf(record)).toBe('running');
    expect(conditionsOf(record)).toEqual([]);
  });

  it('forward by weeks does not end a watch', () => {
    const { record } = play(seen(AT_61), [[30 * DAY, snapshotReading(AT_61)]]);
    expect(verdictOf(record)).toBe('running');
  });

  it.each(spans)('back by hours makes no watch %s', (_what, life, reading) => {
    const { record, told } = play(life(), [
      [-9 * HOUR, reading],
      [-9 * HOUR + 10 * SECOND, reading],
    ]);
    expect(told).toEqual([]);
    expect(verdictOf(record)).toBe('running');
    expect(conditionsOf(record)).toEqual([]);
  });

  it.each([
    ['blind', () => unread(6 * MINUTE).record, failure('transient'), 5 * MINUTE],
    ['stalled', () => standing(10 * MINUTE).record, snapshotReading(AT_61), 5 * MINUTE],
  ] as const)(
    'back by hours does not keep a watch from being %s in time',
    (what, life, reading, rest) => {
      const from = -9 * HOUR;
      const { record } = play(life(), steadily(reading, { from, to: from + rest }));
      expect(conditionsOf(record)).toEqual([what]);
    },
  );

  it.each([9 * HOUR, -9 * HOUR])('by %d ms ends no condition that stands', (jump) => {
    const { record } = standing(15 * MINUTE);
    const { told, last } = play(record, [[jump, snapshotReading(AT_61)]]);
    expect(told).toEqual([]);
    expect(conditionsOf(last.record)).toEqual(['stalled']);
  });

  it('back does not keep the end of a condition from those who were told of it', () => {
    const { record } = unread(3 * MINUTE);
    const from = -9 * HOUR;
    const back = play(record, steadily(failure('transient'), { from, to: from + 10 * MINUTE }));
    expect(back.told).toContain('C0DBA-1/condition-1');
    const { told } = play(back.record, [[from + 11 * MINUTE, snapshotReading(AT_61)]]);
    expect(told).toContain('C0DBA-1/condition-over-1');
  });
});

describe('an outage of ours', () => {
  it('counts for little more than the pause that was planned', () => {
    const { record, told } = play(seen(AT_61), [
      [6 * HOUR, failure('transient')],
      [12 * HOUR, failure('transient')],
      [18 * HOUR, snapshotReading(AT_61)],
    ]);
    expect(told).toEqual([]);
    expect(live(record).watchedMs).toBeLessThan(2 * MINUTE);
  });

  it('does count in full where Azure itself asked for the pause', () => {
    const { record } = play(seen(AT_61), [
      [MINUTE, snapshotReading(AT_61, { retryAfterMs: 20 * MINUTE })],
      [21 * MINUTE, snapshotReading(AT_61)],
    ]);
    expect(conditionsOf(record)).toEqual(['stalled']);
  });
});
