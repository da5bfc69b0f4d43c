import type { Change } from './change.ts';
import { openCards } from './open-cards.ts';
import type { OutboxItem } from './outbox-item.ts';
import { activeCards, type Outcome, standingCards, type WatchRecord } from './watch-record.ts';

type Ending = Exclude<Outcome, { verdict: 'running' }>;

/**
 * Ends a watch for good. Everybody who asked is told: in the card's thread, or, where the operation
 * was never seen and no card stands, by an answer to the asker alone. A failure, and an operation
 * that Azure forgot before its end, call the on-call channel, once however often the operation is
 * watched; nothing else does.
 */
export function endWatch(record: WatchRecord, outcome: Ending, now: number): Change {
  const unseen = outcome.verdict === 'not-found';
  const opened = unseen ? { record, outbox: [] } : openCards(record, now);
  const endings = activeCards(opened.record).map((card): OutboxItem => {
    const owner = { watchId: record.id, cardKey: card.key, at: now };
    return card.opened
      ? { kind: 'note', ...owner, note: { kind: 'ended', at: now } }
      : { kind: 'whisper', ...owner };
  });
  return {
    record: { ...opened.record, lastReadAt: now, nextReadAt: now, outcome },
    outbox: [...alerts(record, outcome, now), ...opened.outbox, ...endings],
    changedCards: standingCards(record),
  };
}

function alerts(record: WatchRecord, outcome: Ending, now: number): readonly OutboxItem[] {
  const owner = { watchId: record.id, at: now };
  switch (outcome.verdict) {
    case 'failed':
      if (record.failureTold) return [];
      return [
        { kind: 'alert', ...owner },
        ...(record.latest?.snapshot.error ? [{ kind: 'alert-details' as const, ...owner }] : []),
      ];
    case 'gone':
      return [{ kind: 'alert', ...owner }];
    case 'succeeded':
    case 'canceled':
    case 'not-found':
    case 'stopped':
      return [];
    default:
      return outcome satisfies never;
  }
}
