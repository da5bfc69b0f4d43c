import { placeOfCard } from '../../redis/card-places.ts';
import type { DeliveryStore } from '../../redis/delivery-store.ts';
import { cardMessage } from '../../slack/messages/card.ts';
import { standingAlone } from '../../slack/messages/elsewhere.ts';
import type { MessageContext } from '../../slack/messages/message.ts';
import { noteMessage } from '../../slack/messages/note.ts';
import { progressPicture } from '../../slack/messages/progress-picture.ts';
import type { WatchItem } from '../../watch/outbox-item.ts';
import type { RoutePlace } from '../../watch/route.ts';
import { toldAtEnd } from '../../watch/tell-at-end.ts';
import { type Card, cardOf } from '../../watch/watch-card.ts';
import type { WatchRecord } from '../../watch/watch-record.ts';
import { lookOf } from '../look-of.ts';
import {
  type Composed,
  elsewhere,
  inThread,
  NO_SUCH_PLACE,
  OBSOLETE,
  type RouteChannels,
} from './composed.ts';

interface ComposeNoteDependencies extends RouteChannels {
  readonly deliveries: DeliveryStore;
  readonly around: MessageContext;
  readonly now: () => number;
}

/**
 * The note of an ending waits this long for its card's last edit, and then goes before it: where many end at once,
 * edits take minutes. Then the edit finds out.
 */
const EDIT_WAIT_MS = 3000;
const EDIT_AGAIN_MS = 200;
/** A picture that comes later is of use to nobody. */
const CHART_WITHIN_MS = 15 * 60_000;

/** What stands in a card's thread, or in its stead. */
export async function composeNote(
  { cardKey, note }: Extract<WatchItem, { kind: 'note' }>,
  record: WatchRecord,
  at: RoutePlace,
  dependencies: ComposeNoteDependencies,
): Promise<Composed> {
  const card = cardOf(record, cardKey);
  if (!card) return OBSOLETE;
  const { channel } = card;
  const { deliveries } = dependencies;
  if (note.kind === 'ended-anew') {
    const told = await deliveries.endingTold(record.id, cardKey);
    if (told === 'elsewhere') return OBSOLETE;
  }
  const message = noteMessage(record, note, card, toldAtEnd(card));
  if (at === 'thread') {
    const standing = await placeOfCard(deliveries, record.id, card);
    if (!standing) return NO_SUCH_PLACE;
    if (note.kind === 'ended' && (await isEditAwaited(record, card, note.at, dependencies))) {
      return { kind: 'early', afterMs: EDIT_AGAIN_MS };
    }
    return { kind: 'post', place: { channel, threadTs: standing.ts }, message };
  }
  const alone = standingAlone(message, record, card, dependencies.around);
  if (at === 'channel') return { kind: 'post', place: { channel }, message: alone };
  return await elsewhere(alone, channel, at, toldAtEnd(card)[0], dependencies);
}

/**
 * Where the bot may upload files, and nobody has deleted the card; its note says the same in a line. Given up where
 * Slack's host for files is not reached: else what comes after it would wait, and its record never go.
 */
export async function composeChart(
  { cardKey, at }: Extract<WatchItem, { kind: 'chart' }>,
  record: WatchRecord,
  { deliveries, writer, now }: ComposeNoteDependencies,
): Promise<Composed> {
  if (Math.abs(now() - at) >= CHART_WITHIN_MS) return OBSOLETE;
  const card = cardOf(record, cardKey);
  const message = card && progressPicture(record, card);
  if (!message || !writer.mayUpload()) return OBSOLETE;
  return inThread(await placeOfCard(deliveries, record.id, card), message);
}

/**
 * Whether the card is about to show the ending. That edit finds out whether the card is still there, and the note
 * goes into the channel where it is not.
 */
async function isEditAwaited(
  record: WatchRecord,
  card: Card,
  endedAt: number,
  { deliveries, around, now }: ComposeNoteDependencies,
): Promise<boolean> {
  if (Math.abs(now() - endedAt) >= EDIT_WAIT_MS) return false;
  const posted = await deliveries.card(record.id, card.key);
  return posted?.shown !== lookOf(cardMessage(record, card, around));
}
