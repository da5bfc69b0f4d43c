import { placeOfWatch } from '../redis/card-places.ts';
import type { DeliveryStore } from '../redis/delivery-store.ts';
import type { MessageContext } from '../slack/messages/message.ts';
import type { WatchRecord } from '../watch/watch-record.ts';

/** @returns undefined where no card of the watch stands */
export async function cardLink(
  record: WatchRecord,
  { deliveries, around }: { readonly deliveries: DeliveryStore; readonly around: MessageContext },
): Promise<string | undefined> {
  const place = await placeOfWatch(deliveries, record);
  return place && around.messageLink(place.channel, place.ts);
}
