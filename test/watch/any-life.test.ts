import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { advance } from '../../src/watch/advance.ts';
import { joinWatch } from '../../src/watch/begin-watch.ts';
import type { Change } from '../../src/watch/change.ts';
import { itemId } from '../../src/watch/outbox-item.ts';
import type { Reading } from '../../src/watch/reading.ts';
import { stopCard } from '../../src/watch/stop-card.ts';
import { verdictOfStatus } from '../../src/watch/verdict-of-status.ts';
import { isLive, WatchRecord } from '../../src/watch/watch-record.ts';
import { anyReading } from './arbitrary-reading.ts';
import { begun, POLICY, START } from './build-record.ts';

type Event =
  | { readonly kind: 'read'; readonly reading: Reading }
  | { readonly kind: 'join' | 'stop'; readonly channel: string };

const channel = fc.constantFrom('C0DBA', 'C0SHOP', 'C0OPS');
const event: fc.Arbitrary<Event> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('read' as const), reading: anyReading }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('join', 'stop'), channel }) },
);
/** What happens in a watch's life, each event some time after the one before. */
const life = fc.array(fc.tuple(fc.nat(5 * 60_000), event), { maxLength: 40 });

interface Moment {
  readonly before: WatchRecord;
  readonly event: Event;
  readonly now: number;
  readonly change: Change;
}

function happen(record: WatchRecord, { kind, ...event }: Event, now: number): Change {
  const nothing: Change = { record, outbox: [], changedCards: [] };
  if ('reading' in event) return advance(record, event.reading, now, POLICY);
  if (kind === 'stop') return stopCard(record, event.channel, 'U0BOB', now) ?? nothing;
  if (!isLive(record)) return nothing;
  const joining = joinWatch(record, { channel: event.channel, askedBy: 'U0BOB' }, now);
  return joining.kind === 'joined' ? joining.change : nothing;
}

function live(events: readonly (readonly [after: number, Event])[]): readonly Moment[] {
  const moments: Moment[] = [];
  let before = begun();
  let now = START;
  for (const [after, each] of events) {
    now += after;
    const change = happen(before, each, now);
    moments.push({ before, event: each, now, change });
    before = change.record;
  }
  return moments;
}

function inAnyLife(check: (moments: readonly Moment[]) => void): void {
  fc.assert(
    fc.property(life, (events) => check(live(events))),
    { numRuns: 500 },
  );
}

describe('whatever happens to a watch', () => {
  test('a verdict is never left', () => {
    inAnyLife((moments) => {
      for (const { before, change } of moments) {
        if (!isLive(before))
          expect(change).toEqual({ record: before, outbox: [], changedCards: [] });
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
      for (const { before, change, event } of moments) {
        if (!isLive(before) || event.kind !== 'read' || event.reading.kind !== 'snapshot') continue;
        const { status } = event.reading.snapshot;
        expect(change.record.outcome.verdict).toBe(verdictOfStatus(status));
      }
    });
  });

  test('only Azure’s word makes it failed', () => {
    inAnyLife((moments) => {
      for (const { before, change, event } of moments) {
        if (!isLive(before) || change.record.outcome.verdict !== 'failed') continue;
        expect(event).toMatchObject({ reading: { snapshot: { status: 'Failed' } } });
      }
    });
  });

  test('an alert calls for a failure or for an operation that is gone, and for nothing else', () => {
    inAnyLife((moments) => {
      for (const { before, change } of moments) {
        const alerts = change.outbox.filter(({ kind }) => kind === 'alert').length;
        const { verdict } = change.record.outcome;
        const worthIt = isLive(before) && (verdict === 'failed' || verdict === 'gone');
        expect(alerts).toBe(worthIt ? 1 : 0);
      }
    });
  });

  test('an ending reaches everybody who still watches, once', () => {
    inAnyLife((moments) => {
      const end = moments.find(({ before, change }) => isLive(before) && !isLive(change.record));
      if (!end || end.change.record.outcome.verdict === 'stopped') return;
      const told = end.change.outbox.flatMap((item) =>
        item.kind === 'whisper' || (item.kind === 'note' && item.note.kind === 'ended')
          ? [item.cardKey]
          : [],
      );
      const watching = end.change.record.cards.filter((card) => !card.stopped);
      expect(told.toSorted()).toEqual(watching.map(({ key }) => key).toSorted());
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
      for (const { before, event, now } of moments) {
        const copy = structuredClone(before);
        happen(before, event, now);
        expect(before).toEqual(copy);
      }
    });
  });
});
