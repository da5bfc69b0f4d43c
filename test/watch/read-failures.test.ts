import { describe, expect, it } from 'vitest';
import { AlertCause } from '../../src/watch/policy.ts';
import { isShown, READ_FAILURES, signInOf } from '../../src/watch/read-failures.ts';
import { FailureKind } from '../../src/watch/reading.ts';
import type { Snapshot } from '../../src/watch/snapshot.ts';
import { type Verdict, verdictOf, type WatchRecord } from '../../src/watch/watch-record.ts';
import {
  begun,
  blind,
  failure,
  MINUTE,
  POLICY,
  play,
  SECOND,
  seen,
  snapshotReading,
  steadily,
} from './build-record.ts';
import { live } from './live.ts';
import { conditionsOf } from './odd-lives.ts';

/** How a watch fares when nothing but this failure is read for a quarter of an hour. */
interface Fate {
  readonly verdict: Verdict;
  readonly conditions: readonly string[];
  readonly told: readonly string[];
}

interface Row {
  /** The pauses after the first and the second in a row, in seconds. */
  readonly pauses: readonly [number, number];
  /** Which failure in a row shows on the card. */
  readonly shownFrom: 1 | 2 | 'never';
  /** For an operation that was never seen, and for one that was. */
  readonly unseen: Fate;
  readonly seen: Fate;
}

const CARD = ['C0DBA-1/card'];
const BLIND_TOLD = ['condition-alert-1', 'C0DBA-1/condition-1'];
const BLIND: Fate = { verdict: 'running', conditions: ['blind'], told: BLIND_TOLD };
const NOT_FOUND: Fate = { verdict: 'not-found', conditions: [], told: ['C0DBA-1/whisper'] };

const PASSING: Row = {
  pauses: [5, 10],
  shownFrom: 2,
  unseen: { ...BLIND, told: [...CARD, ...BLIND_TOLD] },
  seen: BLIND,
};
const FOR_PEOPLE: Row = { ...PASSING, pauses: [60, 60], shownFrom: 1 };

/** Those with which a watch may go on; `off-limits` ends it at once. */
type PassingKind = Exclude<FailureKind, 'off-limits'>;
const PASSING_KINDS = FailureKind.options.filter(
  (kind): kind is PassingKind => kind !== 'off-limits',
);

const ROWS: Readonly<Record<PassingKind, Row>> = {
  transient: PASSING,
  invalid: PASSING,
  throttled: PASSING,
  forbidden: FOR_PEOPLE,
  unauthorized: {
    ...PASSING,
    unseen: { verdict: 'running', conditions: [], told: CARD },
    seen: { verdict: 'running', conditions: [], told: [] },
  },
  // On-call is told of it as a fault, once for all watches.
  'other-tenant': {
    ...FOR_PEOPLE,
    unseen: { ...BLIND, told: [...CARD, 'C0DBA-1/condition-1'] },
    seen: { ...BLIND, told: ['C0DBA-1/condition-1'] },
  },
  unsupported: { ...FOR_PEOPLE, unseen: NOT_FOUND },
  'not-found': {
    ...PASSING,
    shownFrom: 'never',
    unseen: NOT_FOUND,
    seen: { verdict: 'gone', conditions: [], told: ['alert', 'C0DBA-1/ended'] },
  },
};

const RUNNING: Partial<Snapshot> = { percent: 40 };
const ABOUT_TO_END: Partial<Snapshot> = { percent: 99 };
const SEEN = [
  ['running', () => seen(RUNNING)],
  ['about to end', () => seen(ABOUT_TO_END)],
] as const;

function fateOf(record: WatchRecord, kind: FailureKind): Fate {
  const quarter = steadily(failure(kind), { from: SECOND, to: 15 * MINUTE });
  const played = play(record, quarter);
  const { record: last, told } = played;
  return { verdict: verdictOf(last), conditions: conditionsOf(last), told };
}

function shows({ trouble }: WatchRecord): boolean {
  return trouble !== undefined && isShown(trouble);
}

describe.each(PASSING_KINDS)('%s', (kind) => {
  const row = ROWS[kind];
  const once = live(play(seen(RUNNING), [[SECOND, failure(kind)]]).record);
  const twice = live(play(once, [[6 * SECOND, failure(kind)]]).record);

  it('is followed by the pause that fits it', () => {
    const pauses = [once, twice].map(({ nextReadAt, lastReadAt = 0 }) => nextReadAt - lastReadAt);
    expect(pauses.map((ms) => ms / SECOND)).toEqual(row.pauses);
  });

  it('is read again no sooner than Azure asks', () => {
    const asked = failure(kind, { retryAfterMs: 7 * MINUTE });
    const record = live(play(seen(RUNNING), [[SECOND, asked]]).record);
    // A held subscription is left alone by all watches; each of them tells how long that lasts.
    const { holdsSubscription } = READ_FAILURES[kind];
    const plannedMs = holdsSubscription ? POLICY.pollMaxMs : 7 * MINUTE;
    expect(record.nextReadAt - (record.lastReadAt ?? 0)).toBe(plannedMs);
    const hasty = play(seen(RUNNING), [[SECOND, failure(kind, { retryAfterMs: 1 })]]);
    expect(live(hasty.record).nextReadAt).toBe(once.nextReadAt);
  });

  it('shows on the card from the right one in a row on', () => {
    const { shownFrom } = row;
    expect([shows(once), shows(twice)]).toEqual([shownFrom === 1, shownFrom !== 'never']);
  });

  it('has the card redrawn when it is shown, and when it says something else', () => {
    const twice = play(once, [[6 * SECOND, failure(kind)]]);
    const isNewsTheSecondTime = row.shownFrom === 2;
    expect(twice.last.changedCards).toEqual(isNewsTheSecondTime ? ['C0DBA-1'] : []);
    const otherwise = { ...failure(kind), explanation: 'For another reason.' };
    expect(play(twice.record, [[7 * SECOND, otherwise]]).last.changedCards).toEqual(['C0DBA-1']);
  });

  it('that lasts leaves a new watch as it should', () => {
    expect(fateOf(begun(), kind)).toEqual(row.unseen);
  });

  it.each(SEEN)('that lasts leaves a watch that is %s as it should', (_stage, record) => {
    expect(fateOf(record(), kind)).toEqual(row.seen);
  });

  it('that passes leaves a new watch to go on, unless it is never served there', () => {
    const { record } = play(begun(), [[SECOND, failure(kind)]]);
    if (kind === 'unsupported') return expect(verdictOf(record)).toBe('not-found');
    const next = play(record, [[MINUTE, snapshotReading(RUNNING)]]).record;
    expect(verdictOf(next)).toBe('running');
    expect(next).not.toHaveProperty('trouble');
    expect(next.cards).toMatchObject([{ state: 'standing' }]);
  });

  it.each(['Succeeded', 'Failed', 'Canceled'])(
    'just before the end does not stand in the way of %s, however often',
    (status) => {
      const missed = steadily(failure(kind), { from: SECOND, to: 9 * MINUTE });
      const { record } = play(seen(ABOUT_TO_END), missed);
      const { last, told } = play(record, [[9.1 * MINUTE, snapshotReading({ status })]]);
      expect(verdictOf(last.record)).toBe(status.toLowerCase());
      expect(told).toEqual(status === 'Failed' ? ['alert', 'C0DBA-1/ended'] : ['C0DBA-1/ended']);
    },
  );

  it('never makes a watch failed, and never alerts with an ending of Azure’s', () => {
    for (const record of [begun(), seen(RUNNING), seen(ABOUT_TO_END)]) {
      const days = Array.from({ length: 5000 }, (_, index) => index * MINUTE);
      const { record: last } = play(
        record,
        days.map((at) => [at, failure(kind)] as const),
        { ...POLICY, alertOn: [] },
      );
      expect(['running', 'not-found', 'gone']).toContain(verdictOf(last));
    }
  });
});

describe('off-limits', () => {
  const refused = [[SECOND, failure('off-limits')]] as const;

  it('ends a watch at once, tells the card and its thread, and calls nobody', () => {
    const everything = { ...POLICY, alertOn: AlertCause.options };
    const { record, last, told } = play(seen(RUNNING), refused, everything);
    expect(verdictOf(record)).toBe('off-limits');
    expect(told).toEqual(['C0DBA-1/ended']);
    expect(last.changedCards).toEqual(['C0DBA-1']);
    expect(record).toMatchObject({ ending: { explanation: 'It was off-limits.' } });
  });

  it('tells on-call that what it was called for is over', () => {
    const { told } = play(blind(RUNNING), [[12 * MINUTE, failure('off-limits')]]);
    expect(told).toEqual(['condition-alert-over-1', 'C0DBA-1/ended']);
  });

  it('of an operation that was never seen is told to the asker alone, or where a card stands', () => {
    expect(play(begun(), refused).told).toEqual(['C0DBA-1/whisper']);
    const shown = play(begun(), steadily(failure('forbidden'), { from: 0, to: SECOND }));
    expect(play(shown.record, [[MINUTE, failure('off-limits')]]).told).toEqual(['C0DBA-1/ended']);
  });
});

describe('the bot’s own sign-in', () => {
  const saying = (says: ReturnType<typeof signInOf>) =>
    FailureKind.options.filter((kind) => signInOf(failure(kind)) === says).toSorted();

  it('works where Azure answers about the operation, if only that nobody may see it', () => {
    expect(signInOf(snapshotReading())).toBe('works');
    expect(saying('works')).toEqual(['forbidden', 'not-found', 'throttled']);
  });

  it('is refused by two answers alone; what never came to it says nothing', () => {
    expect(saying('refused')).toEqual(['other-tenant', 'unauthorized']);
    expect(saying('unknown')).toEqual(['invalid', 'off-limits', 'transient', 'unsupported']);
  });
});
