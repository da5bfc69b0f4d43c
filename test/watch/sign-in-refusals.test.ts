import { describe, expect, it } from 'vitest';
import type { Reading, SignInRefusal } from '../../src/watch/reading.ts';
import { hasLasted, refusalOf } from '../../src/watch/sign-in-refusals.ts';
import type { Refusals, WatchRecord } from '../../src/watch/watch-record.ts';
import {
  failure,
  MINUTE,
  POLICY,
  play,
  SECOND,
  START,
  seen,
  snapshotReading,
} from './build-record.ts';

const REFUSED = failure('unauthorized');
const TENANT = 'eeeeeeee-ffff-4000-8111-222222222222';
const ELSEWHERE = failure('other-tenant', { refusal: { by: 'tenant', tenant: TENANT } });

function readAs(...readings: readonly (readonly [at: number, reading: Reading])[]): WatchRecord {
  return play(seen(), readings).record;
}

function refusalsOf({ trouble }: WatchRecord): Refusals | undefined {
  return trouble?.refusals;
}

/** Whether on-call is told after these, the last of which was a refusal. */
function lasts(...readings: readonly (readonly [at: number, reading: Reading])[]): boolean {
  const refusals = refusalsOf(readAs(...readings));
  const last = readings.at(-1)?.[1];
  const refusal = last?.kind === 'failure' ? refusalOf(last) : undefined;
  if (!refusals || !refusal) throw new Error('It was not refused');
  return hasLasted(refusals, refusal, POLICY);
}

describe('refusals of our sign-in', () => {
  it('are counted, with since when', () => {
    const record = readAs([SECOND, REFUSED], [6 * SECOND, REFUSED], [16 * SECOND, REFUSED]);
    expect(refusalsOf(record)).toEqual({
      as: 'unauthorized',
      since: START + SECOND,
      count: 3,
      ms: 15 * SECOND,
    });
  });

  it.each([snapshotReading(), failure('forbidden'), failure('not-found'), failure('throttled')])(
    'are over once Azure takes it: %j',
    (works) => {
      expect(refusalsOf(readAs([SECOND, REFUSED], [6 * SECOND, works]))).toBeUndefined();
    },
  );

  it.each(['transient', 'invalid', 'unsupported'] as const)(
    'go on past what says nothing of it, whose time does not count: %s',
    (kind) => {
      const record = readAs(
        [SECOND, REFUSED],
        [6 * SECOND, failure(kind)],
        [11 * SECOND, REFUSED],
        [16 * SECOND, failure(kind)],
      );
      expect(refusalsOf(record)).toMatchObject({ since: START + SECOND, count: 2, ms: 5 * SECOND });
    },
  );

  it('begin anew where they are of another kind: that may be another fault', () => {
    const record = readAs([SECOND, ELSEWHERE], [MINUTE, ELSEWHERE], [2 * MINUTE, REFUSED]);
    expect(refusalsOf(record)).toEqual({
      as: 'unauthorized',
      since: START + 2 * MINUTE,
      count: 1,
      ms: 0,
    });
    const back = play(record, [[3 * MINUTE, ELSEWHERE]]).record;
    expect(refusalsOf(back)).toMatchObject({ as: 'other-tenant', tenant: TENANT, count: 1 });
  });
});

describe('on-call is told of a refusal', () => {
  const by = (refusal: SignInRefusal) => failure('unauthorized', { refusal });

  it('that has lasted for FAULT_AFTER, and not a moment sooner', () => {
    const first = [SECOND, REFUSED] as const;
    const steps = Array.from(
      { length: 6 },
      (_, index) => [SECOND + (index + 1) * 10 * SECOND, REFUSED] as const,
    );
    expect(lasts(first, ...steps.slice(0, -1), [MINUTE + SECOND - 1, REFUSED])).toBe(false);
    expect(lasts(first, ...steps)).toBe(true);
  });

  it('not for one among readings that work, however often', () => {
    const readings = Array.from({ length: 100 }, (_, index) => {
      const reading = index % 2 === 0 ? snapshotReading() : REFUSED;
      return [(index + 1) * 10 * SECOND, reading] as const;
    });
    expect(lasts(...readings)).toBe(false);
  });

  it('at once where a token was refused that was new', () => {
    expect(lasts([SECOND, by({ by: 'subscription', isFresh: true })])).toBe(true);
    expect(lasts([SECOND, by({ by: 'subscription', isFresh: false })])).toBe(false);
    expect(lasts([SECOND, by({ by: 'authority' })])).toBe(false);
    expect(lasts([SECOND, ELSEWHERE])).toBe(false);
  });

  it('not for the time in which the bot itself was away', () => {
    expect(lasts([SECOND, REFUSED], [3600 * SECOND, REFUSED])).toBe(false);
  });
});
