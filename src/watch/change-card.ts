import type { Change } from './change.ts';
import type { ChannelId } from './names.ts';
import { activeCards, type Card } from './watch-card.ts';
import { isLive, type WatchRecord } from './watch-record.ts';

type ActiveCard = ReturnType<typeof activeCards>[number];

/** The card in a channel that follows a live watch: about others nobody can wish for anything. */
export function cardToWishFor(record: WatchRecord, channel: ChannelId): ActiveCard | undefined {
  if (!isLive(record)) return undefined;
  return activeCards(record).find((card) => card.channel === channel);
}

/** The same record with another card in the place of one, which looks different where it stands. */
export function withCard(record: WatchRecord, card: ActiveCard, next: Card): Change {
  return {
    record: { ...record, cards: record.cards.map((each) => (each === card ? next : each)) },
    outbox: [],
    changedCards: card.state === 'standing' ? [card.key] : [],
  };
}
