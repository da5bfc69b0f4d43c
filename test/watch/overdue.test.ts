import { describe, expect, it } from 'vitest';
import type { WatchPolicy } from '../../src/watch/policy.ts';
import type { Snapshot } from '../../src/watch/snapshot.ts';
import {
  backup,
  DAY,
  GIB,
  HOUR,
  MINUTE,
  POLICY,
  play,
  START,
  seen,
  snapshotReading,
} from './build-record.ts';
import { live } from './live.ts';
import { conditionsOf, notesIn } from './odd-lives.ts';

describe('overdue', () => {
  function importUntil(estimatedEndAt: number, percent: number): Partial<Snapshot> {
    return { percent, work: { kind: 'import', estimatedEndAt }, startedAt: START };
  }

  /** It moves all the time, so that it is not stalled. */
  function moving(from: number, to: number, estimatedEndAt: number) {
    const count = Math.ceil((to - from) / MINUTE);
    return Array.from({ length: count + 1 }, (_, index) => {
      const at = Math.min(from + index * MINUTE, to);
      return [at, snapshotReading(importUntil(estimatedEndAt, at / DAY))] as const;
    });
  }

  const ENDS = START + HOUR;

  it('is an operation that misses Azure’s estimate by half its time', () => {
    const early = play(seen(importUntil(ENDS, 0)), moving(MINUTE, 1.5 * HOUR, ENDS));
    expect(early.told).toEqual([]);
    const [late] = moving(1.5 * HOUR + 1, 1.5 * HOUR + 1, ENDS);
    const { told, last } = play(early.record, late ? [late] : []);
    expect(told).toEqual(['C0DBA-1/condition-1']);
    expect(notesIn(last.outbox)).toMatchObject([{ condition: 'overdue', since: ENDS }]);
  });

  it('is given a quarter of an hour even where the estimate was short', () => {
    const soon = START + 4 * MINUTE;
    const first = seen(importUntil(soon, 0));
    expect(play(first, moving(MINUTE, 19 * MINUTE, soon)).told).toEqual([]);
    expect(play(first, moving(MINUTE, 20 * MINUTE, soon)).told).toEqual(['C0DBA-1/condition-1']);
  });

  it('ends where Azure gives it more time', () => {
    const { record } = play(seen(importUntil(ENDS, 0)), moving(MINUTE, 2 * HOUR, ENDS));
    const { told } = play(record, moving(2 * HOUR + MINUTE, 2 * HOUR + MINUTE, ENDS + 2 * HOUR));
    expect(told).toEqual(['C0DBA-1/condition-over-1']);
  });

  it('stays where Azure no longer tells when it should end', () => {
    const { record } = play(seen(importUntil(ENDS, 0)), moving(MINUTE, 2 * HOUR, ENDS));
    const silent = snapshotReading({ percent: 99, work: { kind: 'import' } });
    const { told, last } = play(record, [[2 * HOUR + MINUTE, silent]], {
      ...POLICY,
      milestones: [],
    });
    expect(told).toEqual([]);
    expect(conditionsOf(last.record)).toEqual(['overdue']);
  });

  it('is one that misses our own first firm estimate, and slowing down does not help it', () => {
    const bytesAt = (minute: number) =>
      minute <= 20 ? minute * GIB : 20 * GIB + (minute - 20) * 1024;
    const readings = Array.from({ length: 100 }, (_, index) => {
      const minute = index + 1;
      const work = backup(bytesAt(minute), 60 * GIB);
      return [minute * MINUTE, snapshotReading({ work, startedAt: START })] as const;
    });
    const first = seen({ work: backup(0, 60 * GIB), startedAt: START });
    const policy = { ...POLICY, milestones: [] };
    expect(play(first, readings.slice(0, 90), policy).told).toEqual([]);
    const { told, record } = play(first, readings, policy);
    expect(told).toEqual(['C0DBA-1/condition-1']);
    expect(live(record).conditions.overdue?.since).toBe(START + HOUR);
  });

  it('calls the on-call channel where ALERT_ON says so', () => {
    const policy: WatchPolicy = { ...POLICY, alertOn: ['overdue'] };
    const { told } = play(seen(importUntil(ENDS, 0)), moving(MINUTE, 2 * HOUR, ENDS), policy);
    expect(told).toEqual(['condition-alert-1', 'C0DBA-1/condition-1']);
  });
});
