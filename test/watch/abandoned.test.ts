import { describe, expect, it } from 'vitest';
import type { WatchPolicy } from '../../src/watch/policy.ts';
import { verdictOf } from '../../src/watch/watch-record.ts';
import {
  DAY,
  failure,
  HOUR,
  MINUTE,
  POLICY,
  play,
  START,
  snapshotReading,
} from './build-record.ts';
import { endingOf } from './live.ts';
import { AT_61, standing, unread } from './odd-lives.ts';

describe('abandoned', () => {
  const policy: WatchPolicy = { ...POLICY, watchForMs: HOUR, stallAfterMs: DAY };

  it('is a watch after WATCH_FOR, and not a moment sooner', () => {
    const early = standing(HOUR - 1, AT_61, policy);
    expect(early.told).toEqual([]);
    const { told, record } = play(early.record, [[HOUR, snapshotReading(AT_61)]], policy);
    expect(told).toEqual(['C0DBA-1/ended']);
    expect(endingOf(record)).toEqual({
      verdict: 'abandoned',
      at: START + HOUR,
      watchedMs: HOUR,
    });
  });

  it('calls the on-call channel only where ALERT_ON says so', () => {
    const loud: WatchPolicy = { ...policy, alertOn: ['abandoned'] };
    expect(standing(HOUR, AT_61, loud).told).toEqual(['alert', 'C0DBA-1/ended']);
  });

  it('is one that could not be read for all that time, too', () => {
    const { record, told } = unread(61 * MINUTE, failure('unauthorized'), policy);
    expect(verdictOf(record)).toBe('abandoned');
    expect(told).toEqual(['C0DBA-1/ended']);
  });

  it('tells in the same breath what its last reading brought', () => {
    const { record } = standing(HOUR - 1, { percent: 40 }, policy);
    const { told } = play(record, [[HOUR, snapshotReading({ percent: 50 })]], policy);
    expect(told).toEqual(['C0DBA-1/milestone-50', 'C0DBA-1/ended', 'C0DBA-1/chart']);
  });

  it('is not one whose last reading is Azure’s final word', () => {
    const { record } = standing(HOUR - 1, AT_61, policy);
    const { last } = play(record, [[HOUR, snapshotReading({ status: 'Succeeded' })]], policy);
    expect(verdictOf(last.record)).toBe('succeeded');
  });

  it('never comes for a condition: a stalled watch goes on to its end', () => {
    expect(verdictOf(standing(3 * HOUR).record)).toBe('running');
  });
});
