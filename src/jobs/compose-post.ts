import type { Place } from '../slack/api/slack-writer.ts';
import { alertDetailsMessage, alertMessage } from '../slack/messages/alert.ts';
import { cardMessage } from '../slack/messages/card.ts';
import type { Message, MessageContext } from '../slack/messages/message.ts';
import { noteMessage } from '../slack/messages/note.ts';
import type { DeliveryStore } from '../store/delivery-store.ts';
import type { OutboxItem } from '../watch/outbox-item.ts';
import type { Card, WatchRecord } from '../watch/watch-record.ts';

/**
 * A post, ready to be sent. `obsolete`: there is no longer a place for it. `early`: what it must
 * point to is being posted at this moment.
 */
export type Composed =
  | { readonly kind: 'post'; readonly place: Place; readonly message: Message }
  | { readonly kind: 'obsolete' }
  | { readonly kind: 'early' };

export interface ComposeDependencies {
  readonly deliveries: DeliveryStore;
  readonly around: MessageContext;
  readonly oncallChannel: string;
  readonly now: () => number;
}

/** An alert waits this long for its card's link, and then goes without it. */
const LINK_WAIT_MS = 2000;

/** Works out what a message says and where it goes, from the record as it stands now. */
export async function composePost(
  item: Exclude<OutboxItem, { kind: 'whisper' }>,
  record: WatchRecord,
  { deliveries, around, oncallChannel, now }: ComposeDependencies,
): Promise<Composed> {
  switch (item.kind) {
    case 'card': {
      const card = cardOf(record, item.cardKey);
      if (!card) return { kind: 'obsolete' };
      const message = cardMessage(record, card, around);
      return { kind: 'post', place: { channel: card.channel }, message };
    }
    case 'note': {
      const card = cardOf(record, item.cardKey);
      const posted = await deliveries.card(record.id, item.cardKey);
      if (!card || !posted) return { kind: 'obsolete' };
      const place = { channel: card.channel, threadTs: posted.ts };
      return { kind: 'post', place, message: noteMessage(record, item.note) };
    }
    case 'alert': {
      const link = await cardLink(record, deliveries);
      const standing = record.cards.some((card) => card.opened);
      if (!link && standing && now() - item.at < LINK_WAIT_MS) return { kind: 'early' };
      const message = alertMessage(record, link, around);
      return { kind: 'post', place: { channel: oncallChannel }, message };
    }
    case 'alert-details': {
      const threadTs = await deliveries.alertTs(record.id);
      if (!threadTs) return { kind: 'obsolete' };
      const place = { channel: oncallChannel, threadTs };
      return { kind: 'post', place, message: alertDetailsMessage(record) };
    }
    default:
      return item satisfies never;
  }
}

export function cardOf(record: WatchRecord, cardKey: string): Card | undefined {
  return record.cards.find(({ key }) => key === cardKey);
}

async function cardLink(
  record: WatchRecord,
  deliveries: DeliveryStore,
): Promise<string | undefined> {
  for (const { key } of record.cards) {
    const link = (await deliveries.card(record.id, key))?.link;
    if (link) return link;
  }
  return undefined;
}
