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
  dependencies: ComposeDependencies,
): Promise<Composed> {
  switch (item.kind) {
    case 'card':
      return composeCard(item, record, dependencies);
    case 'note':
      return await composeNote(item, record, dependencies);
    case 'alert':
      return await composeAlert(item, record, dependencies);
    case 'alert-details':
      return await composeDetails(record, dependencies);
    default:
      return item satisfies never;
  }
}

function composeCard(
  { cardKey }: Extract<OutboxItem, { kind: 'card' }>,
  record: WatchRecord,
  { around }: ComposeDependencies,
): Composed {
  const card = cardOf(record, cardKey);
  if (!card) return { kind: 'obsolete' };
  const message = cardMessage(record, card, around);
  return { kind: 'post', place: { channel: card.channel }, message };
}

async function composeNote(
  { cardKey, note }: Extract<OutboxItem, { kind: 'note' }>,
  record: WatchRecord,
  { deliveries }: ComposeDependencies,
): Promise<Composed> {
  const card = cardOf(record, cardKey);
  const posted = await deliveries.card(record.id, cardKey);
  if (!card || !posted) return { kind: 'obsolete' };
  // Its card was deleted: an ending is told all the same, the rest of the story is not.
  if (posted.isLost && note.kind !== 'ended') return { kind: 'obsolete' };
  const message = noteMessage(record, note);
  const { channel } = card;
  return {
    kind: 'post',
    place: posted.isLost ? { channel } : { channel, threadTs: posted.ts },
    message,
  };
}

async function composeAlert(
  item: Extract<OutboxItem, { kind: 'alert' }>,
  record: WatchRecord,
  { deliveries, around, oncallChannel, now }: ComposeDependencies,
): Promise<Composed> {
  const posted = await firstCard(record, deliveries);
  const isAwaited = record.cards.some((card) => card.opened);
  const ageMs = Math.abs(now() - item.at);
  if (!posted && isAwaited && ageMs < LINK_WAIT_MS) return { kind: 'early' };
  const link = posted && around.messageLink(posted.channel, posted.ts);
  const message = alertMessage(record, link, around);
  return { kind: 'post', place: { channel: oncallChannel }, message };
}

async function composeDetails(
  record: WatchRecord,
  { deliveries, oncallChannel }: ComposeDependencies,
): Promise<Composed> {
  const threadTs = await deliveries.alertTs(record.id);
  const message = alertDetailsMessage(record);
  if (!threadTs || !message) return { kind: 'obsolete' };
  return { kind: 'post', place: { channel: oncallChannel, threadTs }, message };
}

export function cardOf(record: WatchRecord, cardKey: string): Card | undefined {
  return record.cards.find(({ key }) => key === cardKey);
}

async function firstCard(
  record: WatchRecord,
  deliveries: DeliveryStore,
): Promise<{ readonly channel: string; readonly ts: string } | undefined> {
  for (const { key, channel } of record.cards) {
    const posted = await deliveries.card(record.id, key);
    if (posted && !posted.isLost) return { channel, ts: posted.ts };
  }
  return undefined;
}
