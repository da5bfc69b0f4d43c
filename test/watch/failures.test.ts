import { describe, expect, it } from 'vitest';
import { isShown } from '../../src/watch/read-failures.ts';
import { FailureKind } from '../../src/watch/reading.ts';
import { verdictOf, type WatchRecord } from '../../src/watch/watch-record.ts';
import {
  begun,
  begunInTwoChannels,
  failure,
  MINUTE,
  play,
  SECOND,
  START,
  seen,
  snapshotReading,
  steadily,
} from './build-record.ts';
import { endingOf } from './live.ts';

const KINDS = FailureKind.options;
const PASSING = ['transient', 'invalid', 'throttled', 'unauthorized'] as const;
const FOR_PEOPLE = ['forbidden', 'other-tenant'] as const;

function shows({ trouble }: WatchRecord): boolean {
  return trouble !== undefined && isShown(trouble);
}

describe('a failed read', () => {
  it.each(KINDS)('of kind %s never makes the operation failed, however often', (kind) => {
    const many = Array.from(
      { length: 200 },
      (_, index) => [index * MINUTE, failure(kind)] as const,
    );
    expect(verdictOf(play(begun(), many).record)).not.toBe('failed');
    expect(verdictOf(play(seen(), many).record)).not.toBe('failed');
  });

  it.each([...PASSING, ...FOR_PEOPLE])('of kind %s never ends the watch', (kind) => {
    const many = Array.from(
      { length: 200 },
      (_, index) => [index * MINUTE, failure(kind)] as const,
    );
    expect(verdictOf(play(begun(), many).record)).toBe('running');
    expect(verdictOf(play(seen(), many).record)).toBe('running');
  });

  it.each(PASSING)('of kind %s is shown when it is the second in a row', (kind) => {
    const first = play(seen(), [[MINUTE, failure(kind)]]).record;
    expect(shows(first)).toBe(false);
    expect(shows(play(first, [[2 * MINUTE, failure(kind)]]).record)).toBe(true);
  });

  it.each(FOR_PEOPLE)('of kind %s is shown at once: a person has to mend it', (kind) => {
    expect(shows(play(seen(), [[MINUTE, failure(kind)]]).record)).toBe(true);
  });

  it('is forgotten with the next snapshot', () => {
    const { record } = play(seen(), [
      [MINUTE, failure('transient')],
      [2 * MINUTE, snapshotReading()],
      [3 * MINUTE, failure('transient')],
    ]);
    expect(record.trouble).toMatchObject({ count: 1, since: START + 3 * MINUTE });
  });

  it('keeps what was last seen', () => {
    const before = seen({ percent: 42 });
    const { record } = play(before, [[MINUTE, failure('transient')]]);
    expect(record.latest).toEqual(before.latest);
  });

  it('tells since when, and why in the words of the last one', () => {
    const { record } = play(seen(), [
      [MINUTE, failure('transient')],
      [2 * MINUTE, failure('forbidden', { code: 'AuthorizationFailed' })],
    ]);
    expect(record.trouble).toMatchObject({
      failure: 'forbidden',
      explanation: 'It was forbidden.',
      code: 'AuthorizationFailed',
      since: START + MINUTE,
      count: 2,
    });
  });

  it('brings the card into the channel where it is shown and no card stands', () => {
    expect(play(begun(), [[0, failure('forbidden')]]).told).toEqual(['C0DBA-1/card']);
    const slip = play(begun(), [[0, failure('transient')]]);
    expect(slip.told).toEqual([]);
    expect(play(slip.record, [[5 * SECOND, failure('transient')]]).told).toEqual(['C0DBA-1/card']);
  });
});

describe('an operation that Azure has never shown', () => {
  it('may become visible late: a 404 is believed only after two minutes', () => {
    const missing = steadily(failure('not-found'), { from: 0, to: 2 * MINUTE - 1 });
    const early = play(begun(), missing);
    expect(verdictOf(early.record)).toBe('running');
    expect(early.told).toEqual([]);
    const late = play(early.record, [[2 * MINUTE, failure('not-found')]]);
    expect(endingOf(late.record)).toEqual({
      verdict: 'not-found',
      at: START + 2 * MINUTE,
      explanation: 'It was not-found.',
    });
  });

  it('is watched when it shows up within that time', () => {
    const { record, told } = play(begun(), [
      ...steadily(failure('not-found'), { from: 0, to: 2 * MINUTE - 1 }),
      [2 * MINUTE, snapshotReading()],
    ]);
    expect(verdictOf(record)).toBe('running');
    expect(told).toEqual(['C0DBA-1/card']);
  });

  it('is told as not found to each asker alone, without card, note or alert', () => {
    const missing = steadily(failure('not-found'), { from: 0, to: 2 * MINUTE });
    const { told } = play(begunInTwoChannels(), missing);
    expect(told).toEqual(['C0DBA-1/whisper', 'C0SHOP-1/whisper']);
  });

  it('is told as not found in the thread where a card stands already', () => {
    const { told } = play(begun(), [
      [0, failure('forbidden')],
      ...steadily(failure('not-found'), { from: MINUTE, to: 3 * MINUTE }),
    ]);
    expect(told).toEqual(['C0DBA-1/card', 'C0DBA-1/ended']);
  });

  it('is not missing for as long as Azure does not answer at all', () => {
    const { record } = play(begun(), [
      ...steadily(failure('transient'), { from: 0, to: 5 * MINUTE }),
      [5 * MINUTE + 10 * SECOND, failure('not-found')],
    ]);
    expect(verdictOf(record)).toBe('running');
  });

  it('ends at once where it never can be read', () => {
    const { record, told } = play(begun(), [[0, failure('unsupported')]]);
    expect(verdictOf(record)).toBe('not-found');
    expect(told).toEqual(['C0DBA-1/whisper']);
  });
});

describe('an operation that Azure has shown and then does not know', () => {
  it('keeps its card and is gone only after ten minutes', () => {
    const missing = steadily(failure('not-found'), { from: MINUTE, to: 11 * MINUTE - 1 });
    const early = play(seen(), missing);
    expect(verdictOf(early.record)).toBe('running');
    expect(early.told).toEqual([]);
    const late = play(early.record, [[11 * MINUTE, failure('not-found')]]);
    expect(verdictOf(late.record)).toBe('gone');
    expect(late.told).toEqual(['alert', 'C0DBA-1/ended']);
    expect(late.last.changedCards).toEqual(['C0DBA-1']);
  });

  it('counts anew when it has been seen in between', () => {
    const { record } = play(seen(), [
      ...steadily(failure('not-found'), { from: MINUTE, to: 9 * MINUTE }),
      [10 * MINUTE, snapshotReading()],
      ...steadily(failure('not-found'), { from: 12 * MINUTE, to: 22 * MINUTE - 1 }),
    ]);
    expect(verdictOf(record)).toBe('running');
    const late = play(record, [[22 * MINUTE, failure('not-found')]]);
    expect(verdictOf(late.record)).toBe('gone');
  });

  it('is gone, not failed, and has no details in its alert', () => {
    const error = [{ depth: 0, code: 'Warning' }];
    const missing = steadily(failure('not-found'), { from: MINUTE, to: 11 * MINUTE });
    const { told } = play(seen({ error }), missing);
    expect(told).toContain('alert');
    expect(told).not.toContain('alert-details');
  });

  it('goes on where the api-version is no longer served', () => {
    const { record } = play(seen(), [[MINUTE, failure('unsupported')]]);
    expect(verdictOf(record)).toBe('running');
  });
});
