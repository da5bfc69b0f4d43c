import type { MessageContext } from '../slack/messages/message.ts';
import type { DeliveryStore } from '../store/delivery-store.ts';
import type { Card, WatchRecord } from '../watch/watch-record.ts';

export function cardOf(record: WatchRecord, cardKey: string): Card | undefined {
  return record.cards.find(({ key }) => key === cardKey);
}

/** @returns undefined where no card of the watch stands */
export async function cardLink(
  record: WatchRecord,
  { deliveries, around }: { readonly deliveries: DeliveryStore; readonly around: MessageContext },
): Promise<string | undefined> {
  for (const { key, channel } of record.cards) {
    const posted = await deliveries.card(record.id, key);
    if (posted && !posted.isLost) return around.messageLink(channel, posted.ts);
  }
  return undefined;
}
