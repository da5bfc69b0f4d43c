import { recoveries } from './another-try.ts';
import type { Change } from './change.ts';
import { courseOf } from './curve.ts';
import { alertsOver } from './judge-conditions.ts';
import { openCards } from './open-cards.ts';
import type { OutboxItem } from './outbox-item.ts';
import type { WatchPolicy } from './policy.ts';
import type { Progress } from './progress.ts';
import { activeCards, standingCards } from './watch-card.ts';
import {
  type EndedWatch,
  type Ending,
  type LiveWatch,
  verdictOf,
  type WatchRecord,
} from './watch-record.ts';

/** Not by a person's hand. */
type ReadEnding = Exclude<Ending, { verdict: 'stopped' }>;

/**
 * Ends a watch for good. Everybody who asked is told: in the card's thread, or, where the operation
 * was never seen and no card stands, by an answer to the asker alone. The on-call channel is called
 * for the endings that ALERT_ON names, and for a failure once however often the operation is watched.
 *
 * @param reached how far it was before the answer that ends it
 */
export function endWatch(
  record: LiveWatch,
  ending: ReadEnding,
  policy: WatchPolicy,
  reached?: Progress,
): Change<EndedWatch> {
  const { verdict, at: now } = ending;
  // An operation that may no longer be read was perhaps never seen either.
  const unseen =
    verdict === 'not-found' || (verdict === 'off-limits' && record.latest === undefined);
  const opened = unseen ? { record, outbox: [] } : openCards(record, now);
  const hasCourse = courseOf(record.curve) !== undefined;
  const told = activeCards(opened.record).flatMap((card): readonly OutboxItem[] => {
    const owner = { watchId: record.id, cardKey: card.key, at: now };
    if (card.state === 'waiting') return [{ kind: 'whisper', ...owner }];
    const note = { kind: 'note', ...owner, note: { kind: 'ended', at: now } } as const;
    return hasCourse ? [note, { kind: 'chart', ...owner }] : [note];
  });
  return {
    record: { ...endedRecord(opened.record, ending), ...(reached && { reached }) },
    outbox: [
      ...alerts(record, ending, policy),
      ...alertsOver(record.id, record.conditions, now),
      ...opened.outbox,
      ...told,
      ...(verdict === 'succeeded' ? recoveries(record.id, record.failedBefore ?? [], now) : []),
    ],
    changedCards: standingCards(record),
  };
}

/** What is kept of a watch that has ended: nothing of how it was read, and no conditions. */
export function endedRecord(record: LiveWatch, ending: Ending): EndedWatch {
  const { id, epoch, reference, begunAt, cards, latest, trouble, failureTold, curve } = record;
  return {
    state: 'ended',
    ...{ id, epoch, reference, begunAt, cards },
    ...(latest && { latest }),
    ...(trouble && { trouble }),
    failureTold,
    curve,
    ending,
  };
}

function alerts(
  record: LiveWatch,
  { verdict, at }: ReadEnding,
  { alertOn }: WatchPolicy,
): readonly OutboxItem[] {
  const owner = { watchId: record.id, at };
  switch (verdict) {
    case 'failed':
    case 'ended-otherwise':
      if (record.failureTold || !alertOn.includes('failed')) return [];
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
    // Whoever takes a subscription off the list knows that: nobody is to be woken for it.
    case 'off-limits':
      return [];
    default:
      return verdict satisfies never;
  }
}

/** An operation that nobody has ever seen is no history; its job may still be ending. */
const UNSEEN_KEPT_MS = 60_000;
/** Cards are edited after all is told; Slack may not take that at once. */
export const LEAST_KEPT_MS = 3_600_000;

/** How long a record is kept after its watch has ended and all that it owes is told. */
export function keptMs(record: WatchRecord, historyMs: number): number {
  return isUnseen(record) ? UNSEEN_KEPT_MS : Math.max(LEAST_KEPT_MS, historyMs);
}

/** Whether its operation was never seen, and nobody was shown a card. */
export function isUnseen(record: WatchRecord): boolean {
  const isShown = activeCards(record).some(({ state }) => state !== 'waiting');
  return verdictOf(record) === 'not-found' && !isShown;
}
