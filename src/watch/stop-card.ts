import type { Change } from './change.ts';
import { alertsOver } from './judge-conditions.ts';
import type { OutboxItem } from './outbox-item.ts';
import { activeCards, isLive, type WatchRecord } from './watch-record.ts';

/**
 * Ends the watch in one channel, by a person's wish; the operation itself goes on, and so do the
 * cards in other channels. The last card's stop ends the watch.
 *
 * @returns undefined where there is nothing to stop in that channel
 */
export function stopCard(
  record: WatchRecord,
  channel: string,
  by: string,
  now: number,
): Change | undefined {
  const card = activeCards(record).find((active) => active.channel === channel);
  if (!isLive(record) || !card) return undefined;
  const cards = record.cards.map((other) =>
    other === card ? { ...card, stopped: { by, at: now } } : other,
  );
  const ended = activeCards({ ...record, cards }).length === 0;
  const outbox: readonly OutboxItem[] = card.opened
    ? [
        {
          kind: 'note',
          watchId: record.id,
          cardKey: card.key,
          at: now,
          note: { kind: 'stopped', at: now, by },
        },
      ]
    : [];
  return {
    record: {
      ...record,
      cards,
      ...(ended && { conditions: {}, outcome: { verdict: 'stopped', at: now, by } }),
    },
    outbox: [...outbox, ...(ended ? alertsOver(record.id, record.conditions, now) : [])],
    changedCards: card.opened ? [card.key] : [],
  };
}
