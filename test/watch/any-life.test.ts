import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { advance } from '../../src/watch/advance.ts';
import { joinWatch } from '../../src/watch/begin-watch.ts';
import type { Change } from '../../src/watch/change.ts';
import { itemId } from '../../src/watch/item-names.ts';
import { loseCard } from '../../src/watch/lose-card.ts';
import { type CardKey, type ChannelId, cardKey } from '../../src/watch/names.ts';
import { AlertCause, type WatchPolicy } from '../../src/watch/policy.ts';
import type { Reading } from '../../src/watch/reading.ts';
import { stopCard } from '../../src/watch/stop-card.ts';
import { type AzureVerdict, verdictOfStatus } from '../../src/watch/verdict-of-status.ts';
import { standingCards } from '../../src/watch/watch-card.ts';
import {
  ConditionName,
  isLive,
  type Spell,
  type Verdict,
  verdictOf,
  WatchRecord,
} from '../../src/watch/watch-record.ts';
import { channelNamed, userNamed } from '../names.ts';
import { anyReading } from './arbitrary-reading.ts';
import { begun, MINUTE, POLICY, START, toldBy } from './build-record.ts';
import { conditionsOf } from './odd-lives.ts';

type Event =
  | { readonly kind: 'read'; readonly reading: Reading }
  | { readonly kind: 'join' | 'stop'; readonly channel: ChannelId }
  | { readonly kind: 'lose'; readonly cardKey: CardKey };

const HOUR = 60 * MINUTE;

/** So hasty that conditions come and go, and that a watch may outlive WATCH_FOR. */
const HASTY = {
  ...POLICY,
  notFoundAfterMs: MINUTE,
  goneAfterMs: 2 * MINUTE,
  stallAfterMs: MINUTE,
  blindAfterMs: MINUTE,
  watchForMs: 10 * MINUTE,
};
const anyPolicy: fc.Arbitrary<WatchPolicy> = fc
  .subarray([...AlertCause.options])
  .map((alertOn) => ({ ...HASTY, alertOn }));

const channel = fc.constantFrom(
  channelNamed('C0DBA'),
  channelNamed('C0SHOP'),
  channelNamed('C0OPS'),
);
const anyCard = fc.tuple(channel, fc.integer({ min: 1, max: 2 })).map((name) => cardKey(...name));
const event: fc.Arbitrary<Event> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('read' as const), reading: anyReading }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('join', 'stop'), channel }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('lose' as const), cardKey: anyCard }) },
);
/** As a rule when it was planned; or after an outage of ours; or the clock has been set. */
const gap = fc.oneof(
  { weight: 10, arbitrary: fc.integer({ min: 5000, max: 60_000 }) },
  { weight: 2, arbitrary: fc.nat(10 * HOUR) },
  { weight: 1, arbitrary: fc.nat(10 * HOUR).map((ms) => -ms) },
);
/** What happens in a watch's life, each event some time after the one before, and often again. */
const anyLife = fc
  .array(fc.tuple(gap, event, fc.integer({ min: 1, max: 8 })), { maxLength: 20 })
  .map((events) =>
    events.flatMap(([after, each, times]) => Array(times).fill([after, each] as const)),
  );

interface Moment {
  readonly before: WatchRecord;
  readonly event: Event;
  readonly now: number;
  readonly policy: WatchPolicy;
  readonly change: Change;
}

function happen(record: WatchRecord, event: Event, now: number, policy: WatchPolicy): Change {
  const nothing: Change = { record, outbox: [], changedCards: [] };
  if (event.kind === 'stop')
    return stopCard(record, event.channel, userNamed('U0BOB'), now) ?? nothing;
  if (event.kind === 'lose') return loseCard(record, event.cardKey) ?? nothing;
  if (!isLive(record)) return nothing;
  if (event.kind === 'read') return advance(record, event.reading, now, policy);
  const joining = joinWatch(record, { channel: event.channel, askedBy: userNamed('U0BOB') }, now);
  return joining.kind === 'joined' ? joining.change : nothing;
}

function live(
  events: readonly (readonly [after: number, Event])[],
  policy: WatchPolicy,
): readonly Moment[] {
  const moments: Moment[] = [];
  let before: WatchRecord = begun();
  let now = START;
  for (const [after, each] of events) {
    now += after;
    const change = happen(before, each, now, policy);
    moments.push({ before, event: each, now, policy, change });
    before = change.record;
  }
  return moments;
}

function inAnyLife(check: (moments: readonly Moment[]) => void): void {
  fc.assert(
    fc.property(anyLife, anyPolicy, (events, policy) => check(live(events, policy))),
    { numRuns: 500 },
  );
}

/** What a change tells of conditions: `C0DBA-1/condition-1`, `condition-alert-over-1`. */
function conditionsToldBy(change: Change): readonly string[] {
  return toldBy(change)
    .filter((item) => item.includes('condition'))
    .toSorted();
}

/** The same as it should be, from which conditions came and which went. */
function conditionsToTell({ before, change, policy }: Moment): readonly string[] {
  const { record } = change;
  const standing = standingCards(record);
  return ConditionName.options
    .flatMap((name) => {
      const [was, is] = [spellOf(before, name), spellOf(record, name)];
      if (was?.number === is?.number) return [];
      if (is) {
        // That a subscription is another tenant's is told to on-call as a fault, once for all watches.
        const isFault = name === 'blind' && record.trouble?.failure === 'other-tenant';
        const isCalled = policy.alertOn.includes(name) && !isFault;
        const alert = isCalled ? [`condition-alert-${is.number}`] : [];
        return [...standing.map((key) => `${key}/condition-${is.number}`), ...alert];
      }
      if (!was) return [];
      const alert = was.alerted ? [`condition-alert-over-${was.number}`] : [];
      // An ending tells all that is to be told under the cards.
      const told = isLive(record) ? standing.filter((key) => was.toldTo.includes(key)) : [];
      return [...told.map((key) => `${key}/condition-over-${was.number}`), ...alert];
    })
    .toSorted();
}

function spellOf(record: WatchRecord, name: ConditionName): Spell | undefined {
  return isLive(record) ? record.conditions[name] : undefined;
}

function watchedMsOf(record: WatchRecord): number | undefined {
  if (isLive(record)) return record.watchedMs;
  return record.ending.verdict === 'abandoned' ? record.ending.watchedMs : undefined;
}

function verdictsAfter(word: AzureVerdict): readonly Verdict[] {
  switch (word) {
    case 'running':
      return ['running', 'abandoned'];
    case 'ended-otherwise':
      // It is looked at once more.
      return ['running', 'abandoned', 'ended-otherwise'];
    default:
      return [word];
  }
}

describe('whatever happens to a watch', () => {
  test('a verdict is never left', () => {
    inAnyLife((moments) => {
      for (const { before, change } of moments) {
        if (isLive(before)) continue;
        // Its cards may still be lost: then it is told anew.
        const { cards } = change.record;
        const record = { ...before, cards };
        expect(change).toMatchObject({ record, changedCards: [] });
        for (const item of change.outbox)
          expect(item).toMatchObject({ note: { kind: 'ended-anew' } });
      }
    });
  });

  test('nothing is told twice', () => {
    inAnyLife((moments) => {
      const ids = moments.flatMap(({ change }) => change.outbox.map(itemId));
      expect(new Set(ids).size).toBe(ids.length);
    });
  });

  test('the next look lies ahead for as long as it runs', () => {
    inAnyLife((moments) => {
      for (const { change, event, now } of moments) {
        if (event.kind === 'read' && isLive(change.record)) {
          expect(change.record.nextReadAt).toBeGreaterThan(now);
        }
      }
    });
  });

  test('Azure’s terminal words end it, each with its own verdict', () => {
    inAnyLife((moments) => {
      for (const { before, change, event, now } of moments) {
        if (!isLive(before) || event.kind !== 'read' || event.reading.kind !== 'snapshot') continue;
        const word = verdictOfStatus(event.reading.snapshot, now);
        expect(verdictsAfter(word)).toContain(verdictOf(change.record));
      }
    });
  });

  test('only Azure’s word makes it failed', () => {
    inAnyLife((moments) => {
      for (const { before, change, event } of moments) {
        if (!isLive(before) || verdictOf(change.record) !== 'failed') continue;
        expect(event).toMatchObject({ reading: { snapshot: { status: 'Failed' } } });
      }
    });
  });

  test('an ending is alerted where ALERT_ON names it, and a success never', () => {
    inAnyLife((moments) => {
      for (const { before, change, policy } of moments) {
        const alerts = change.outbox.filter(({ kind }) => kind === 'alert').length;
        const verdict = verdictOf(change.record);
        const called = verdict === 'ended-otherwise' ? 'failed' : verdict;
        const isNamed = policy.alertOn.some((cause) => cause === called);
        expect(alerts).toBe(isLive(before) && !isLive(change.record) && isNamed ? 1 : 0);
        expect(verdict === 'succeeded' && alerts > 0).toBe(false);
      }
    });
  });

  test('a condition is told when it comes and when it goes, and at no other time', () => {
    const met = new Set<string>();
    inAnyLife((moments) => {
      for (const moment of moments) {
        const told = conditionsToldBy(moment.change);
        expect(told).toEqual(conditionsToTell(moment));
        for (const name of conditionsOf(moment.change.record)) met.add(name);
      }
    });
    expect([...met].toSorted()).toEqual([...ConditionName.options].toSorted());
  });

  test('what is told to be over was told before, in the same place', () => {
    inAnyLife((moments) => {
      const earlier = new Set<string>();
      for (const item of moments.flatMap(({ change }) => toldBy(change))) {
        if (item.includes('over')) expect(earlier).toContain(item.replace('-over', ''));
        earlier.add(item);
      }
    });
  });

  test('no alert of a condition stays open when a watch has ended', () => {
    inAnyLife((moments) => {
      const last = moments.at(-1)?.change.record;
      if (!last || isLive(last)) return;
      const told = moments.flatMap(({ change }) => toldBy(change));
      const numbersOf = (prefix: string) =>
        told.filter((item) => item.startsWith(prefix)).map((item) => item.slice(prefix.length));
      const alerted = numbersOf('condition-alert-').filter((name) => /^\d+$/.test(name));
      expect(numbersOf('condition-alert-over-').toSorted()).toEqual(alerted.toSorted());
    });
  });

  test('a watch is blind only while it can’t be read', () => {
    inAnyLife((moments) => {
      for (const { change } of moments) {
        const { record } = change;
        if (isLive(record) && record.conditions.blind) expect(record.trouble).toBeDefined();
      }
    });
  });

  test('its time is never counted backwards, and never faster than it was planned', () => {
    inAnyLife((moments) => {
      for (const { before, change } of moments) {
        const watchedMs = watchedMsOf(change.record);
        if (!isLive(before) || watchedMs === undefined) continue;
        const counted = watchedMs - before.watchedMs;
        const planned = before.nextReadAt - (before.lastReadAt ?? before.begunAt);
        expect(counted).toBeGreaterThanOrEqual(0);
        expect(counted).toBeLessThanOrEqual(2 * Math.max(0, planned) + 5000);
      }
    });
  });

  test('an ending reaches everybody who still watches, once', () => {
    inAnyLife((moments) => {
      const end = moments.find(({ before, change }) => isLive(before) && !isLive(change.record));
      if (!end || verdictOf(end.change.record) === 'stopped') return;
      const told = end.change.outbox.flatMap((item) =>
        item.kind === 'whisper' || (item.kind === 'note' && item.note.kind === 'ended')
          ? [item.cardKey]
          : [],
      );
      const watching = end.change.record.cards.filter(({ state }) => state !== 'stopped');
      expect(told.toSorted()).toEqual(watching.map(({ key }) => key).toSorted());
    });
  });

  test('a card that was stopped stays stopped, and a lost one comes back by no reading', () => {
    const met = new Set<string>();
    inAnyLife((moments) => {
      const steps = moments.flatMap(({ before, change }) =>
        before.cards.map((card, index) => ({ card, next: change.record.cards[index] })),
      );
      for (const { card, next } of steps) {
        // Its message may be deleted, which is all that can still happen to it.
        if (card.state === 'stopped')
          expect(next).toEqual({ ...card, stands: expect.any(Boolean) });
        if (card.state === 'lost') expect(['lost', 'stopped']).toContain(next?.state);
        met.add(card.state);
      }
    });
    expect([...met].toSorted()).toEqual(['lost', 'standing', 'stopped', 'waiting']);
  });

  test('a lost card is neither drawn anew nor told of anything but the end', () => {
    inAnyLife((moments) => {
      for (const { before, change } of moments) {
        const lost = before.cards.filter(({ state }) => state === 'lost').map(({ key }) => key);
        expect(change.changedCards.filter((key) => lost.includes(key))).toEqual([]);
        const notes = change.outbox.filter((item) => item.kind === 'note');
        const told = notes.filter((note) => lost.includes(note.cardKey));
        expect(told.filter(({ note }) => note.kind !== 'ended')).toEqual([]);
      }
    });
  });

  test('a card is posted before anything is told under it', () => {
    inAnyLife((moments) => {
      const posted = new Set<string>();
      for (const item of moments.flatMap(({ change }) => change.outbox)) {
        if (item.kind === 'card') posted.add(item.cardKey);
        if (item.kind === 'note') expect(posted).toContain(item.cardKey);
      }
    });
  });

  test('its record can be stored and read again', () => {
    inAnyLife((moments) => {
      for (const { change } of moments) {
        const stored: unknown = JSON.parse(JSON.stringify(change.record));
        expect(v.parse(WatchRecord, stored)).toEqual(change.record);
      }
    });
  });

  test('its record is never changed in place', () => {
    inAnyLife((moments) => {
      for (const { before, event, now, policy } of moments) {
        const copy = structuredClone(before);
        happen(before, event, now, policy);
        expect(before).toEqual(copy);
      }
    });
  });
});
