import { describe, expect, it } from 'vitest';
import { beginWatch } from '../../src/watch/begin-watch.ts';
import type { WatchPolicy } from '../../src/watch/policy.ts';
import { verdictOf } from '../../src/watch/watch-record.ts';
import { watchNamed } from '../names.ts';
import {
  DBA,
  failure,
  MINUTE,
  POLICY,
  play,
  REFERENCE,
  SECOND,
  START,
  seen,
  snapshotReading,
  steadily,
} from './build-record.ts';
import { endingOf, live } from './live.ts';

const FAULTED = { status: 'Faulted', endedAt: START };
const ERROR = [{ depth: 0, code: 'BackupFailed' }];
const faulted = snapshotReading({ ...FAULTED, error: ERROR });

describe('an end under a word that nobody documented', () => {
  it('is looked at a second time, after half a minute, before it counts', () => {
    const first = play(seen(), [[MINUTE, faulted]]);
    expect(verdictOf(first.record)).toBe('running');
    expect(first.told).toEqual([]);
    expect(first.last.changedCards).toEqual(['C0DBA-1']);
    const { nextReadAt } = live(first.record);
    expect(nextReadAt - START - MINUTE).toBeGreaterThanOrEqual(30 * SECOND);
    expect(nextReadAt - START - MINUTE).toBeLessThan(31 * SECOND);

    const { record, told } = play(first.record, [[nextReadAt - START, faulted]]);
    expect(endingOf(record)).toEqual({ verdict: 'ended-otherwise', at: nextReadAt });
    expect(told).toEqual(['alert', 'alert-details', 'C0DBA-1/ended']);
  });

  it('is not counted sooner, however often somebody looks', () => {
    const { record } = play(seen(), [
      [MINUTE, faulted],
      [MINUTE + 10 * SECOND, faulted],
      [MINUTE + 29 * SECOND, faulted],
    ]);
    expect(live(record).nextReadAt).toBeLessThan(START + MINUTE + 31 * SECOND);
  });

  it('is none where Azure moves on', () => {
    const { record, told } = play(seen(), [
      [MINUTE, faulted],
      [90 * SECOND, snapshotReading({ status: 'InProgress' })],
      [2 * MINUTE, faulted],
    ]);
    expect(verdictOf(record)).toBe('running');
    expect(told).toEqual([]);
  });

  it('waits again where the answer still changes', () => {
    const { record } = play(seen(), [
      [MINUTE, faulted],
      [95 * SECOND, snapshotReading({ ...FAULTED, percent: 50 })],
    ]);
    expect(verdictOf(record)).toBe('running');
  });

  it('counts after a second look that a failed one came before', () => {
    const { record } = play(seen(), [
      [MINUTE, faulted],
      [91 * SECOND, failure('transient')],
      [100 * SECOND, faulted],
    ]);
    expect(verdictOf(record)).toBe('ended-otherwise');
  });

  it('counts at the next look where looks are closer than half a minute', () => {
    const policy: WatchPolicy = { ...POLICY, pollMaxMs: 5 * SECOND };
    const { record } = play(
      seen(),
      [
        [4 * SECOND, faulted],
        [9 * SECOND, faulted],
      ],
      policy,
    );
    expect(verdictOf(record)).toBe('ended-otherwise');
  });

  it('is what counts where Azure then forgets the operation', () => {
    const missing = steadily(failure('not-found'), { from: 80 * SECOND, to: 12 * MINUTE });
    const { record, told } = play(seen(), [[MINUTE, faulted], ...missing]);
    expect(verdictOf(record)).toBe('ended-otherwise');
    expect(told).toEqual(['alert', 'alert-details', 'C0DBA-1/ended']);
  });

  const ended = (policy = POLICY, before = seen()) =>
    play(
      before,
      [
        [MINUTE, snapshotReading(FAULTED)],
        [91 * SECOND, snapshotReading(FAULTED)],
      ],
      policy,
    );

  it('calls on-call where ALERT_ON names failures', () => {
    expect(ended().told).toEqual(['alert', 'C0DBA-1/ended']);
    expect(ended({ ...POLICY, alertOn: ['gone'] }).told).toEqual(['C0DBA-1/ended']);
  });

  it('calls on-call once, however often the operation is watched', () => {
    const watch = { id: watchNamed('w1-2'), epoch: 2, reference: REFERENCE };
    const again = beginWatch(watch, DBA, START, POLICY, ended().record).record;
    expect(ended(POLICY, again).told).not.toContain('alert');
  });
});
