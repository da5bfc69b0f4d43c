import type { ChannelId } from '../watch/names.ts';
import { activeCards, type Card, cardStands } from '../watch/watch-card.ts';
import type { WatchRecord } from '../watch/watch-record.ts';
import type { DeliveryStore } from './delivery-store.ts';

/** Where in Slack a card stands, as a link to it is made of. */
export interface CardPlace {
  readonly channel: ChannelId;
  readonly ts: string;
}

/** @returns undefined where the card is not posted, or somebody has deleted it */
export async function placeOfCard(
  deliveries: Pick<DeliveryStore, 'card'>,
  watchId: WatchRecord['id'],
  card: Card,
): Promise<CardPlace | undefined> {
  if (!cardStands(card)) return undefined;
  const posted = await deliveries.card(watchId, card.key);
  return posted && { channel: card.channel, ts: posted.ts };
}

/**
 * Where one of a watch's cards stands: one that tells how the watch goes on rather than one that was
 * stopped.
 *
 * @returns undefined where none of them stands
 */
export async function placeOfWatch(
  deliveries: DeliveryStore,
  record: WatchRecord,
): Promise<CardPlace | undefined> {
  const stopped = record.cards.filter(({ state }) => state === 'stopped');
  for (const card of [...activeCards(record), ...stopped]) {
    const place = await placeOfCard(deliveries, record.id, card);
    if (place) return place;
  }
  return undefined;
}
