import { describe, expect, it } from 'vitest';
import type { Snapshot } from '../../src/watch/snapshot.ts';
import { verdictOf } from '../../src/watch/watch-record.ts';
import {
  backup,
  begun,
  failure,
  GIB,
  HOUR,
  MINUTE,
  POLICY,
  play,
  SECOND,
  START,
  seen,
  snapshotReading,
  steadily,
} from './build-record.ts';
import { AT, AT_61, conditionsOf, notesIn, QUIET, standing, unread } from './odd-lives.ts';

describe('blind', () => {
  it('is a watch when no read has succeeded for BLIND_AFTER, and not a moment sooner', () => {
    const early = unread(11 * MINUTE - 1);
    expect(early.told).toEqual([]);
    expect(conditionsOf(early.record)).toEqual([]);
    const { record, told } = play(early.record, [[11 * MINUTE, failure('transient')]]);
    expect(told).toEqual(['condition-alert-1', 'C0DBA-1/condition-1']);
    expect(conditionsOf(record)).toEqual(['blind']);
    expect(verdictOf(record)).toBe('running');
  });

  it('says since when and why, in the thread', () => {
    const { last } = unread(11 * MINUTE);
    expect(notesIn(last.outbox)).toMatchObject([
      { condition: 'blind', since: START + MINUTE, explanation: 'It was transient.' },
    ]);
  });

  it('is told once, however long it lasts', () => {
    expect(unread(3 * HOUR).told).toEqual(['condition-alert-1', 'C0DBA-1/condition-1']);
  });

  it.each(['transient', 'invalid', 'throttled', 'forbidden', 'unsupported'] as const)(
    'is what %s makes of a watch',
    (kind) => {
      expect(conditionsOf(unread(11 * MINUTE, failure(kind)).record)).toEqual(['blind']);
    },
  );

  it('is what different failures in a row make of it together', () => {
    const { record } = unread(6 * MINUTE);
    const more = steadily(failure('throttled'), { from: 6 * MINUTE, to: 11 * MINUTE });
    expect(conditionsOf(play(record, more).record)).toEqual(['blind']);
  });

  it('ends with the next snapshot: how much later, and how far it is', () => {
    const { record } = unread(11 * MINUTE);
    const { told, last } = play(record, [[14 * MINUTE, snapshotReading(AT_61)]]);
    expect(told).toEqual(['C0DBA-1/condition-over-1', 'condition-alert-over-1']);
    expect(notesIn(last.outbox)).toMatchObject([
      { condition: 'blind', since: START + MINUTE, at: START + 14 * MINUTE, progress: AT },
    ]);
    expect(conditionsOf(last.record)).toEqual([]);
  });

  it('comes again as a new spell, after being seen in between', () => {
    const { record } = unread(11 * MINUTE);
    const { told } = play(record, [
      [12 * MINUTE, snapshotReading({ percent: 62 })],
      ...steadily(failure('transient'), { from: 13 * MINUTE, to: 23 * MINUTE }),
      [24 * MINUTE, snapshotReading({ percent: 63 })],
    ]);
    expect(told.slice(2)).toEqual([
      'condition-alert-2',
      'C0DBA-1/condition-2',
      'C0DBA-1/condition-over-2',
      'condition-alert-over-2',
    ]);
  });

  it('does not come where the watch is seen now and then', () => {
    const hour = Array.from({ length: 12 }, (_, index) => index * 5 * MINUTE);
    const readings = hour.flatMap((at) => [
      ...steadily(failure('transient'), { from: at, to: at + 4 * MINUTE }),
      [at + 4.5 * MINUTE, snapshotReading({ percent: at / HOUR })] as const,
    ]);
    expect(play(seen({ percent: 0 }), readings).told).toEqual([]);
  });

  it('is told to people who have never seen the operation, too', () => {
    const { told } = play(begun(), steadily(failure('forbidden'), { from: 0, to: 10 * MINUTE }));
    expect(told).toEqual(['C0DBA-1/card', 'condition-alert-1', 'C0DBA-1/condition-1']);
  });

  it('is not what not-found makes of it: Azure has answered', () => {
    const slow = { ...POLICY, goneAfterMs: HOUR };
    expect(unread(31 * MINUTE, failure('not-found'), slow).told).toEqual([]);
  });

  it('goes on while Azure says that it does not know the operation', () => {
    const { record } = unread(11 * MINUTE);
    const { told, last } = play(record, [[12 * MINUTE, failure('not-found')]]);
    expect(told).toEqual([]);
    expect(conditionsOf(last.record)).toEqual(['blind']);
  });
});

describe('a sign-in that Azure does not take', () => {
  it('is the bot’s own fault: nothing is told for each watch, however long it lasts', () => {
    const { told, record } = unread(5 * HOUR, failure('unauthorized'));
    expect(told).toEqual([]);
    expect(conditionsOf(record)).toEqual([]);
  });

  it('does not make every watch blind by the first other failure after it', () => {
    const { record } = unread(HOUR, failure('unauthorized'));
    expect(play(record, [[HOUR + 10 * SECOND, failure('transient')]]).told).toEqual([]);
  });

  it('leaves a watch blind that was so before', () => {
    const { record } = unread(11 * MINUTE);
    const { last, told } = play(record, [[12 * MINUTE, failure('unauthorized')]]);
    expect(told).toEqual([]);
    expect(conditionsOf(last.record)).toEqual(['blind']);
  });
});

describe('stalled', () => {
  it('is an operation without any progress for STALL_AFTER, and not a moment sooner', () => {
    const early = standing(15 * MINUTE - 1);
    expect(early.told).toEqual([]);
    const { told, last } = play(early.record, [[15 * MINUTE, snapshotReading(AT_61)]]);
    expect(told).toEqual(['condition-alert-1', 'C0DBA-1/condition-1']);
    expect(notesIn(last.outbox)).toMatchObject([{ condition: 'stalled', since: START }]);
    expect(verdictOf(last.record)).toBe('running');
  });

  it('is told once, however long it lasts', () => {
    expect(standing(3 * HOUR).told).toEqual(['condition-alert-1', 'C0DBA-1/condition-1']);
  });

  const step = { name: 'Copy', status: 'InProgress', percent: 10, depth: 0 };
  const BEFORE: Partial<Snapshot> = { ...AT_61, steps: [step] };

  it.each([
    ['its status', { status: 'Finishing' }],
    ['its percentage', { percent: 61.1 }],
    ['a percentage that runs backwards', { percent: 12 }],
    ['its bytes', { work: backup(61 * GIB + 1, 100 * GIB) }],
    ['a new step', { steps: [step, { status: 'Pending', depth: 0 }] }],
    ['a step’s status', { steps: [{ ...step, status: 'Succeeded' }] }],
    ['a step’s percentage', { steps: [{ ...step, percent: 11 }] }],
  ] satisfies [string, Partial<Snapshot>][])('ends by progress in %s', (_what, moved) => {
    const { record } = standing(15 * MINUTE, BEFORE);
    const after = snapshotReading({ ...BEFORE, ...moved });
    const { told, last } = play(record, [[16 * MINUTE, after]]);
    expect(told).toEqual(['C0DBA-1/condition-over-1', 'condition-alert-over-1']);
    expect(conditionsOf(last.record)).toEqual([]);
  });

  it.each([
    ['its size, which is no progress', { work: backup(61 * GIB, 200 * GIB) }],
    ['another error', { error: [{ depth: 0, code: 'Warning' }] }],
  ] satisfies [string, Partial<Snapshot>][])('does not end by %s', (_what, changed) => {
    const { record } = standing(15 * MINUTE, BEFORE);
    const after = snapshotReading({ ...BEFORE, ...changed });
    const { told, last } = play(record, [[16 * MINUTE, after]]);
    expect(told).toEqual([]);
    expect(conditionsOf(last.record)).toEqual(['stalled']);
  });

  it('counts from the last progress', () => {
    const { record } = standing(14 * MINUTE);
    const more = steadily(snapshotReading({ percent: 62 }), {
      from: 14.5 * MINUTE,
      to: 29 * MINUTE,
    });
    expect(play(record, more).told).toEqual([]);
  });

  it('is not ended by an answer that leaves out what is known', () => {
    const { record } = standing(15 * MINUTE, { work: backup(1, 2) });
    const { told } = play(record, [[16 * MINUTE, snapshotReading({ work: { kind: 'other' } })]]);
    expect(told).toEqual([]);
  });

  it('is neither raised nor ended by a read that fails', () => {
    const almost = standing(15 * MINUTE - SECOND);
    const failed = play(almost.record, [[15 * MINUTE, failure('transient')]]);
    expect(failed.told).toEqual([]);
    const { told, record } = play(failed.record, [[15.1 * MINUTE, snapshotReading(AT_61)]]);
    expect(told).toEqual(['condition-alert-1', 'C0DBA-1/condition-1']);
    const again = play(record, [[15.2 * MINUTE, failure('transient')]]);
    expect(again.told).toEqual([]);
    expect(conditionsOf(again.record)).toEqual(['stalled']);
  });

  it('is found after an outage in which nothing moved, but not where something has', () => {
    const { record } = unread(21 * MINUTE, failure('transient'), QUIET);
    const still = play(record, [[21.1 * MINUTE, snapshotReading(AT_61)]], QUIET);
    expect(still.told).toEqual(['C0DBA-1/condition-over-1', 'C0DBA-1/condition-2']);
    const moved = play(record, [[21.1 * MINUTE, snapshotReading({ percent: 62 })]], QUIET);
    expect(moved.told).toEqual(['C0DBA-1/condition-over-1']);
  });
});
