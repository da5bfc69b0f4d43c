import type { AskerId } from './askers.ts';
import type { Change } from './change.ts';
import { endedRecord } from './end-watch.ts';
import { alertsOver } from './judge-conditions.ts';
import type { ChannelId, PagerName } from './names.ts';
import type { OutboxItem } from './outbox-item.ts';
import { withPagerEvents } from './pager-events.ts';
import { activeCards, cardStands } from './watch-card.ts';
import { isLive, type LiveWatch, type WatchRecord } from './watch-record.ts';

/**
 * Ends the watch in one channel, by somebody's wish; the operation itself goes on, and so do the
 * cards in other channels. The last card's stop ends the watch.
 *
 * @param pagers that are told where on-call was called for something odd: nobody looks at it any more
 * @returns undefined where there is nothing to stop in that channel
 */
export function stopCard(
  record: WatchRecord,
  channel: ChannelId,
  by: AskerId,
  now: number,
  pagers: readonly PagerName[] = [],
): Change | undefined {
  const card = activeCards(record).find((active) => active.channel === channel);
  if (!isLive(record) || !card) return undefined;
  const stands = cardStands(card);
  const stoppedCard = { ...card, state: 'stopped', stoppedBy: by, stoppedAt: now, stands } as const;
  const stopped: LiveWatch = {
    ...record,
    cards: record.cards.map((other) => (other === card ? stoppedCard : other)),
  };
  const ended = activeCards(stopped).length === 0;
  const note: OutboxItem = {
    ...{ kind: 'note', watchId: record.id, cardKey: card.key, at: now },
    note: { kind: 'stopped', at: now, by },
  };
  const change: Change = {
    record: ended ? endedRecord(stopped, { verdict: 'stopped', at: now, by }) : stopped,
    outbox: [
      ...(stands ? [note] : []),
      ...(ended ? alertsOver(record.id, record.conditions, now) : []),
    ],
    changedCards: stands ? [card.key] : [],
  };
  return withPagerEvents(change, pagers);
}
