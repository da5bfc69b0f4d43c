import { describe, expect, it } from 'vitest';
import type { OutboxItem } from '../../src/watch/outbox-item.ts';
import type { WatchPolicy } from '../../src/watch/policy.ts';
import type { Reading } from '../../src/watch/reading.ts';
import type { Snapshot } from '../../src/watch/snapshot.ts';
import { stopCard } from '../../src/watch/stop-card.ts';
import type { WatchRecord } from '../../src/watch/watch-record.ts';
import {
  backup,
  begun,
  begunInTwoChannels,
  DAY,
  DBA,
  failure,
  GIB,
  HOUR,
  joined,
  MINUTE,
  POLICY,
  play,
  SECOND,
  SHOP,
  START,
  seen,
  snapshotReading,
  steadily,
  toldBy,
} from './build-record.ts';

const QUIET: WatchPolicy = { ...POLICY, alertOn: [] };
const AT = { percent: 61, doneBytes: 61 * GIB, totalBytes: 100 * GIB };
const AT_61 = { percent: 61, work: backup(61 * GIB, 100 * GIB) } as const;

/** Reads it as it is, from the start to the given time. */
function standing(until: number, given: Partial<Snapshot> = AT_61, policy = POLICY) {
  const readings = steadily(snapshotReading(given), { from: 10 * SECOND, to: until });
  return play(seen(given), readings, policy);
}

/** Fails to read it from the first minute to the given time. */
function unread(until: number, reading: Reading = failure('transient'), policy = POLICY) {
  return play(seen(AT_61), steadily(reading, { from: MINUTE, to: until }), policy);
}

function conditionsOf({ conditions }: WatchRecord): readonly string[] {
  return Object.keys(conditions);
}

function notesIn(outbox: readonly OutboxItem[]) {
  return outbox.flatMap((item) => (item.kind === 'note' ? [item.note] : []));
}

describe('blind', () => {
  it('is a watch when no read has succeeded for BLIND_AFTER, and not a moment sooner', () => {
    const early = unread(11 * MINUTE - 1);
    expect(early.told).toEqual([]);
    expect(conditionsOf(early.record)).toEqual([]);
    const { record, told } = play(early.record, [[11 * MINUTE, failure('transient')]]);
    expect(told).toEqual(['condition-alert-1', 'C0DBA-1/condition-1']);
    expect(conditionsOf(record)).toEqual(['blind']);
    expect(record.outcome.verdict).toBe('running');
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
    expect(told).toEqual([
      'C0DBA-1/card',
      'C0DBA-1/started',
      'condition-alert-1',
      'C0DBA-1/condition-1',
    ]);
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
    expect(last.record.outcome.verdict).toBe('running');
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
    expect(record.conditions.overdue?.since).toBe(START + HOUR);
  });

  it('calls the on-call channel where ALERT_ON says so', () => {
    const policy: WatchPolicy = { ...POLICY, alertOn: ['overdue'] };
    const { told } = play(seen(importUntil(ENDS, 0)), moving(MINUTE, 2 * HOUR, ENDS), policy);
    expect(told).toEqual(['condition-alert-1', 'C0DBA-1/condition-1']);
  });
});

describe('ALERT_ON', () => {
  it('without a condition keeps it in the thread', () => {
    const { record, told } = unread(11 * MINUTE, failure('transient'), QUIET);
    expect(told).toEqual(['C0DBA-1/condition-1']);
    const { told: after } = play(record, [[12 * MINUTE, snapshotReading()]], QUIET);
    expect(after).toEqual(['C0DBA-1/condition-over-1']);
  });

  it('does not leave an alert open that was told before the settings changed', () => {
    const { record } = unread(11 * MINUTE);
    const { told } = play(record, [[12 * MINUTE, snapshotReading()]], QUIET);
    expect(told).toContain('condition-alert-over-1');
  });

  it('has no say in an ending’s alert before it names it', () => {
    const policy: WatchPolicy = { ...POLICY, alertOn: ['canceled', 'abandoned'] };
    const ending = (status: string) =>
      play(seen(), [[MINUTE, snapshotReading({ status })]], policy).told;
    expect(ending('Canceled')).toEqual(['alert', 'C0DBA-1/ended']);
    expect(ending('Failed')).toEqual(['C0DBA-1/ended']);
    expect(ending('Succeeded')).toEqual(['C0DBA-1/ended']);
  });
});

describe('abandoned', () => {
  const policy: WatchPolicy = { ...POLICY, watchForMs: HOUR, stallAfterMs: DAY };

  it('is a watch after WATCH_FOR, and not a moment sooner', () => {
    const early = standing(HOUR - 1, AT_61, policy);
    expect(early.told).toEqual([]);
    const { told, record } = play(early.record, [[HOUR, snapshotReading(AT_61)]], policy);
    expect(told).toEqual(['C0DBA-1/ended']);
    expect(record.outcome).toEqual({ verdict: 'abandoned', at: START + HOUR });
  });

  it('calls the on-call channel only where ALERT_ON says so', () => {
    const loud: WatchPolicy = { ...policy, alertOn: ['abandoned'] };
    expect(standing(HOUR, AT_61, loud).told).toEqual(['alert', 'C0DBA-1/ended']);
  });

  it('is one that could not be read for all that time, too', () => {
    const { record, told } = unread(61 * MINUTE, failure('unauthorized'), policy);
    expect(record.outcome.verdict).toBe('abandoned');
    expect(told).toEqual(['C0DBA-1/ended']);
  });

  it('tells in the same breath what its last reading brought', () => {
    const { record } = standing(HOUR - 1, { percent: 40 }, policy);
    const { told } = play(record, [[HOUR, snapshotReading({ percent: 50 })]], policy);
    expect(told).toEqual(['C0DBA-1/milestone-50', 'C0DBA-1/ended']);
  });

  it('is not one whose last reading is Azure’s final word', () => {
    const { record } = standing(HOUR - 1, AT_61, policy);
    const { last } = play(record, [[HOUR, snapshotReading({ status: 'Succeeded' })]], policy);
    expect(last.record.outcome.verdict).toBe('succeeded');
  });

  it('never comes for a condition: a stalled watch goes on to its end', () => {
    expect(standing(3 * HOUR).record.outcome.verdict).toBe('running');
  });
});

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
    expect(record.outcome.verdict).toBe('running');
    expect(conditionsOf(record)).toEqual([]);
  });

  it('forward by weeks does not end a watch', () => {
    const { record } = play(seen(AT_61), [[30 * DAY, snapshotReading(AT_61)]]);
    expect(record.outcome.verdict).toBe('running');
  });

  it.each(spans)('back by hours makes no watch %s', (_what, life, reading) => {
    const { record, told } = play(life(), [
      [-9 * HOUR, reading],
      [-9 * HOUR + 10 * SECOND, reading],
    ]);
    expect(told).toEqual([]);
    expect(record.outcome.verdict).toBe('running');
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
    expect(record.watchedMs).toBeLessThan(2 * MINUTE);
  });

  it('does count in full where Azure itself asked for the pause', () => {
    const { record } = play(seen(AT_61), [
      [MINUTE, snapshotReading(AT_61, { retryAfterMs: 20 * MINUTE })],
      [21 * MINUTE, snapshotReading(AT_61)],
    ]);
    expect(conditionsOf(record)).toEqual(['stalled']);
  });
});

describe('a channel that joins', () => {
  it('during a spell is not told of its end, of which it never saw the beginning', () => {
    const { record } = unread(11 * MINUTE);
    const late = joined(record, SHOP, START + 11.5 * MINUTE).record;
    const { told } = play(late, [[12 * MINUTE, snapshotReading(AT_61)]]);
    expect(told).toEqual(['C0DBA-1/condition-over-1', 'condition-alert-over-1']);
  });

  it('during a spell is told of the next one, and of its end', () => {
    const { record } = unread(11 * MINUTE);
    const late = joined(record, SHOP, START + 11.5 * MINUTE).record;
    const { told } = play(late, [
      [12 * MINUTE, snapshotReading(AT_61)],
      ...steadily(failure('transient'), { from: 13 * MINUTE, to: 23 * MINUTE }),
      [24 * MINUTE, snapshotReading(AT_61)],
    ]);
    expect(told.filter((item) => item.startsWith('C0SHOP'))).toEqual([
      'C0SHOP-1/condition-2',
      'C0SHOP-1/condition-over-2',
      'C0SHOP-1/condition-3',
    ]);
  });

  it('before is told of both', () => {
    const first = play(begunInTwoChannels(), [[0, snapshotReading(AT_61)]]).record;
    const blind = play(first, steadily(failure('transient'), { from: MINUTE, to: 11 * MINUTE }));
    expect(blind.told).toEqual([
      'condition-alert-1',
      'C0DBA-1/condition-1',
      'C0SHOP-1/condition-1',
    ]);
    expect(play(blind.record, [[12 * MINUTE, snapshotReading()]]).told).toEqual([
      'C0DBA-1/condition-over-1',
      'C0SHOP-1/condition-over-1',
      'condition-alert-over-1',
    ]);
  });

  it('again after it was stopped there is a new card: it is not told of the end', () => {
    const { record } = play(joined(unread(11 * MINUTE).record, SHOP).record, []);
    const stopped = stopCard(record, 'C0DBA', 'U0BOB', START + 11.2 * MINUTE)?.record ?? record;
    const again = joined(stopped, DBA, START + 11.5 * MINUTE).record;
    const { told } = play(again, [[12 * MINUTE, snapshotReading()]]);
    expect(told).toEqual(['condition-alert-over-1']);
  });
});

describe('an ended watch has no conditions, and its open alerts are closed', () => {
  it.each(['Succeeded', 'Canceled', 'Failed'])('by Azure’s word %s', (status) => {
    const { record } = standing(15 * MINUTE);
    const { told, last } = play(record, [[16 * MINUTE, snapshotReading({ ...AT_61, status })]]);
    expect(told.filter((item) => item.startsWith('condition'))).toEqual(['condition-alert-over-1']);
    expect(told.at(-1)).toBe('C0DBA-1/ended');
    expect(told.filter((item) => item.includes('/condition'))).toEqual([]);
    expect(last.record.conditions).toEqual({});
  });

  it('when it is gone, or given up', () => {
    const blind = unread(11 * MINUTE).record;
    const missing = steadily(failure('not-found'), { from: 11.1 * MINUTE, to: 22 * MINUTE });
    const gone = play(blind, missing);
    expect(gone.told).toEqual(['alert', 'condition-alert-over-1', 'C0DBA-1/ended']);
    expect(gone.record.conditions).toEqual({});

    const givenUp = unread(HOUR, failure('transient'), { ...POLICY, watchForMs: 30 * MINUTE });
    expect(givenUp.told.slice(-2)).toEqual(['condition-alert-over-1', 'C0DBA-1/ended']);
    expect(givenUp.record.conditions).toEqual({});
  });

  it('by the stop of its last card', () => {
    const stopped = stopCard(unread(11 * MINUTE).record, 'C0DBA', 'U0BOB', START + 12 * MINUTE);
    expect(stopped && toldBy(stopped)).toEqual(['C0DBA-1/stopped', 'condition-alert-over-1']);
    expect(stopped?.record.conditions).toEqual({});
  });

  it('but not by the stop of one card among several', () => {
    const { record } = joined(unread(11 * MINUTE).record, SHOP);
    const stopped = stopCard(record, 'C0DBA', 'U0BOB', START + 12 * MINUTE);
    expect(stopped && toldBy(stopped)).toEqual(['C0DBA-1/stopped']);
    expect(stopped && conditionsOf(stopped.record)).toEqual(['blind']);
  });

  it('and nothing is closed that was never alerted', () => {
    const { record } = unread(11 * MINUTE, failure('transient'), QUIET);
    const { told } = play(record, [[12 * MINUTE, snapshotReading({ status: 'Succeeded' })]], QUIET);
    expect(told).toEqual(['C0DBA-1/ended']);
  });
});
