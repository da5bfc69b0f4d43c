import type { Change } from './change.ts';
import { alertsOver } from './judge-conditions.ts';
import { openCards } from './open-cards.ts';
import type { OutboxItem } from './outbox-item.ts';
import type { WatchPolicy } from './policy.ts';
import { activeCards, type Outcome, standingCards, type WatchRecord } from './watch-record.ts';

type Ending = Exclude<Outcome, { verdict: 'running' }>;

/**
 * Ends a watch for good. Everybody who asked is told: in the card's thread, or, where the operation
 * was never seen and no card stands, by an answer to the asker alone. The on-call channel is called
 * for the endings that ALERT_ON names, and for a failure once however often the operation is watched.
 */
export function endWatch(
  record: WatchRecord,
  outcome: Ending,
  now: number,
  policy: WatchPolicy,
): Change {
  const unseen = outcome.verdict === 'not-found';
  const opened = unseen ? { record, outbox: [] } : openCards(record, now);
  const endings = activeCards(opened.record).map((card): OutboxItem => {
    const owner = { watchId: record.id, cardKey: card.key, at: now };
    return card.opened
      ? { kind: 'note', ...owner, note: { kind: 'ended', at: now } }
      : { kind: 'whisper', ...owner };
  });
  return {
    record: {
      ...opened.record,
      lastReadAt: now,
      nextReadAt: now,
      conditions: {},
      outcome,
    },
    outbox: [
      ...alerts(record, outcome, now, policy),
      ...alertsOver(record.id, record.conditions, now),
      ...opened.outbox,
      ...endings,
    ],
    changedCards: standingCards(record),
  };
}

function alerts(
  record: WatchRecord,
  outcome: Ending,
  now: number,
  { alertOn }: WatchPolicy,
): readonly OutboxItem[] {
  const owner = { watchId: record.id, at: now };
  const { verdict } = outcome;
  switch (verdict) {
    case 'failed':
      if (record.failureTold || !alertOn.includes(verdict)) return [];
      return [
        { kind: 'alert', ...owner },
        ...(record.latest?.snapshot.error ? [{ kind: 'alert-details' as const, ...owner }] : []),
      ];
    case 'canceled':
    case 'gone':
    case 'abandoned':
      return alertOn.includes(verdict) ? [{ kind: 'alert', ...owner }] : [];
    case 'succeeded':
    case 'not-found':
    case 'stopped':
      return [];
    default:
      return verdict satisfies never;
  }
}
