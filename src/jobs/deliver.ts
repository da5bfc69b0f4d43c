import type { Logger } from 'pino';
import type { SlackFailure } from '../slack/api/slack-failure.ts';
import type { SlackWriter } from '../slack/api/slack-writer.ts';
import type { Message } from '../slack/messages/message.ts';
import { cannotPostMessage, neverSeenMessage } from '../slack/messages/whisper.ts';
import { alertDelivery, cardDelivery } from '../store/delivery-store.ts';
import type { OutboxStore, OwedItem } from '../store/outbox-store.ts';
import type { StoredWatch, WatchStore } from '../store/watch-store.ts';
import type { OutboxItem } from '../watch/outbox-item.ts';
import { stopCard } from '../watch/stop-card.ts';
import { type Card, isLive } from '../watch/watch-record.ts';
import { type ComposeDependencies, type Composed, cardOf, composePost } from './compose-post.ts';
import { lookOf } from './edit.ts';
import { postOnce } from './post-once.ts';
import type { Queues } from './queues.ts';

type Later = Extract<SlackFailure, { kind: 'later' }>;
type Refused = Extract<SlackFailure, { kind: 'refused' }>;

/**
 * Sends the first item of an outbox and takes it off.
 *
 * @returns undefined when the item is done with, else why and how long it has to wait
 */
export type Deliver = (owed: OwedItem) => Promise<Later | undefined>;

export interface DeliverDependencies extends ComposeDependencies {
  readonly watches: WatchStore;
  readonly outboxes: OutboxStore;
  readonly queues: Queues;
  readonly writer: SlackWriter;
  readonly log: Logger;
}

const EARLY: Later = {
  kind: 'later',
  error: 'its card is being posted',
  afterMs: 200,
  taken: 'no',
};

/** The on-call channel can't be posted to until a person mends it: asked again, never given up. */
const ONCALL_PAUSE_MS = 60_000;

/** What is written down of a post. */
function delivery(
  item: OutboxItem,
  ts: string,
  shown: string | undefined,
): Readonly<Record<string, string>> {
  switch (item.kind) {
    case 'card':
      return cardDelivery(item.cardKey, { ts, shown });
    case 'alert':
      return alertDelivery(ts);
    default:
      return {};
  }
}

export function createDeliver(dependencies: DeliverDependencies): Deliver {
  const { watches, outboxes, deliveries, queues, writer, around, log } = dependencies;

  return async (owed) => {
    const { item } = owed;
    const stored = await watches.load(item.watchId);
    if (!stored) return await drop(owed);
    return item.kind === 'whisper'
      ? await whisper(owed, item, stored)
      : await post(owed, item, stored);
  };

  /** Takes an item off its outbox of which nothing has to be remembered. */
  async function drop(owed: OwedItem): Promise<undefined> {
    await outboxes.settle(owed);
    return undefined;
  }

  async function whisper(
    owed: OwedItem,
    item: Extract<OutboxItem, { kind: 'whisper' }>,
    { record }: StoredWatch,
  ): Promise<Later | undefined> {
    const card = cardOf(record, item.cardKey);
    const failure = card && (await tellAsker(card, neverSeenMessage(record, around)));
    if (failure?.kind === 'later') return failure;
    if (failure) logRefused(item, failure);
    return await drop(owed);
  }

  async function post(
    owed: OwedItem,
    item: Exclude<OutboxItem, { kind: 'whisper' }>,
    stored: StoredWatch,
  ): Promise<Later | undefined> {
    const composed = await composePost(item, stored.record, dependencies);
    if (composed.kind === 'early') return EARLY;
    if (composed.kind === 'obsolete') return await drop(owed);
    const posted = await postOnce(item, composed.place, composed.message, dependencies);
    switch (posted.kind) {
      case 'later':
        return posted;
      case 'refused':
        return await refused(owed, item, stored, posted);
      case 'doubtful':
        return await drop(owed);
      case 'adopted':
      case 'posted':
        return await noteDelivered(owed, stored, composed, posted);
      default:
        return posted satisfies never;
    }
  }

  async function noteDelivered(
    owed: OwedItem,
    stored: StoredWatch,
    { place: { channel }, message }: Extract<Composed, { kind: 'post' }>,
    posted: { readonly kind: 'adopted' | 'posted'; readonly ts: string },
  ): Promise<undefined> {
    const { item } = owed;
    // An adopted card looks as the record was when it was posted, and nobody knows how that was.
    const look = posted.kind === 'posted' ? lookOf(message) : undefined;
    await outboxes.settle(owed, delivery(item, posted.ts, look));
    logPosted(item, stored, channel, posted);
    if (item.kind === 'card') await redrawIfBehind(item, look ? stored.version : undefined);
    return undefined;
  }

  /**
   * The record may have moved on while its card was being posted.
   *
   * @param shownVersion of the record that the card shows; undefined where that is not known
   */
  async function redrawIfBehind(
    item: Extract<OutboxItem, { kind: 'card' }>,
    shownVersion: number | undefined,
  ): Promise<void> {
    const stored = await watches.load(item.watchId);
    if (!stored || stored.version === shownVersion) return;
    await queues.addEdit(item.watchId, item.cardKey, !isLive(stored.record));
  }

  async function refused(
    owed: OwedItem,
    item: OutboxItem,
    { record }: StoredWatch,
    failure: Refused,
  ): Promise<Later | undefined> {
    logRefused(item, failure);
    const isGone = failure.about === 'message';
    if (item.kind === 'alert' || (item.kind === 'alert-details' && !isGone)) {
      return { kind: 'later', error: failure.error, afterMs: ONCALL_PAUSE_MS, taken: 'no' };
    }
    if (item.kind === 'note' && isGone) {
      // Looked at again as a note whose card was deleted.
      await deliveries.loseCard(item);
      return undefined;
    }
    if (item.kind === 'card') {
      const card = cardOf(record, item.cardKey);
      // First the deed, then the word: what the asker is told must be true.
      await watches.update(record.id, (newest) =>
        card ? stopCard(newest, card.channel, card.askedBy, dependencies.now()) : undefined,
      );
      const untold = card && (await tellAsker(card, cannotPostMessage(record, failure.error)));
      if (untold?.kind === 'later') return untold;
    }
    return await drop(owed);
  }

  async function tellAsker(card: Card, message: Message): Promise<SlackFailure | undefined> {
    const told = await writer.whisper(
      {
        channel: card.channel,
        user: card.askedBy,
        ...(card.responseUrl && { responseUrl: card.responseUrl }),
      },
      message,
    );
    return told.kind === 'whispered' ? undefined : told;
  }

  function logPosted(
    item: OutboxItem,
    { record }: StoredWatch,
    channel: string,
    posted: { readonly kind: string; readonly ts: string },
  ): void {
    log.info({
      event: `slack.${posted.kind}`,
      watch: item.watchId,
      operation: record.reference.operationId,
      what: item.kind === 'note' ? item.note.kind : item.kind,
      channel,
      ts: posted.ts,
    });
  }

  function logRefused(item: OutboxItem, failure: Refused): void {
    log.error(
      { event: 'slack.post_refused', watch: item.watchId, what: item.kind, error: failure.error },
      'Slack refuses this post for good: is the bot in the channel, and is the channel open?',
    );
  }
}
