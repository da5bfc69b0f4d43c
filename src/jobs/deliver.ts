import type { Logger } from 'pino';
import { SLACK_FAILURES, type SlackFailure } from '../slack/api/slack-failure.ts';
import { type Message, plainMessage } from '../slack/messages/message.ts';
import { cannotPostMessage, neverSeenMessage } from '../slack/messages/whisper.ts';
import { alertDelivery, cardDelivery } from '../store/delivery-store.ts';
import type { OwedItem } from '../store/outbox-store.ts';
import type { StoredWatch, WatchStore } from '../store/watch-store.ts';
import { isFaultItem, itemId, type OutboxItem, type WatchItem } from '../watch/outbox-item.ts';
import { stopCard } from '../watch/stop-card.ts';
import { type Card, isLive } from '../watch/watch-record.ts';
import {
  type ComposeDependencies,
  type Composed,
  cardOf,
  composeFault,
  composePost,
} from './compose-post.ts';
import { lookOf } from './edit.ts';
import { type PostedOnce, type PostOnceDependencies, postOnce } from './post-once.ts';
import type { Queues } from './queues.ts';
import type { Report } from './report.ts';
import { routeOf, type Stop } from './route.ts';

type Later = Extract<SlackFailure, { kind: 'later' }>;
type Refused = Extract<SlackFailure, { kind: 'refused' }>;
type PublicItem = Exclude<OutboxItem, { kind: 'whisper' }>;
type Whisper = Extract<OutboxItem, { kind: 'whisper' }>;

/**
 * Sends the first item of an outbox and takes it off.
 *
 * @returns undefined when the item is done with, else why and how long it has to wait
 */
export type Deliver = (owed: OwedItem) => Promise<Later | undefined>;

export interface DeliverDependencies extends ComposeDependencies, PostOnceDependencies {
  readonly watches: WatchStore;
  readonly queues: Queues;
  readonly report: Report;
  readonly log: Logger;
}

/** An item on its way along its route. */
interface Journey {
  readonly owed: OwedItem<PublicItem>;
  /** What is to be said at a stop. */
  readonly compose: (stop: Stop) => Promise<Composed>;
  /** The watch that it is about. */
  readonly stored?: StoredWatch;
}

const EARLY: Later = {
  kind: 'later',
  cause: 'busy',
  error: 'its card is being posted',
  afterMs: 200,
  taken: 'no',
};

/** What is written down of a post. */
function delivery(
  item: PublicItem,
  at: { readonly channel: string; readonly ts: string },
  shown: string | undefined,
): Readonly<Record<string, string>> {
  switch (item.kind) {
    case 'card':
      return cardDelivery(item.cardKey, { ts: at.ts, shown });
    case 'alert':
      return alertDelivery(at);
    case 'condition-alert':
      return alertDelivery(at, item.spell);
    case 'fault':
      return alertDelivery(at, item.since);
    case 'note':
    case 'alert-details':
    case 'condition-alert-over':
    case 'fault-over':
      return {};
    default:
      return item satisfies never;
  }
}

export function createDeliver(dependencies: DeliverDependencies): Deliver {
  const { watches, outboxes, deliveries, queues, writer, around, report, now, log } = dependencies;

  return async (owed) => {
    const { item } = owed;
    if (isFaultItem(item)) {
      const compose = (stop: Stop) => composeFault(item, stop, dependencies);
      return await travel({ owed: { ...owed, item }, compose }, await outboxes.routeIndex(item));
    }
    const stored = await watches.load(item.watchId);
    if (!stored) return await drop(owed);
    if (item.kind === 'whisper') return await whisper({ ...owed, item }, stored);
    const compose = (stop: Stop) => composePost(item, stored.record, stop, dependencies);
    const journey = { owed: { ...owed, item }, compose, stored };
    return await travel(journey, await outboxes.routeIndex(item));
  };

  /** Takes an item off its outbox of which nothing has to be remembered. */
  async function drop(owed: OwedItem): Promise<undefined> {
    await outboxes.settle(owed);
    return undefined;
  }

  /**
   * Says an item at the first stop of its route that takes it.
   *
   * @param at the stop to begin with
   * @param refusal of the stop before
   */
  async function travel(
    journey: Journey,
    at: number,
    refusal?: Refused,
  ): Promise<Later | undefined> {
    const { owed, compose, stored } = journey;
    const stop = routeOf(owed.item).stops[at];
    if (!stop) return await nobodyTakes(owed, refusal, stored);
    const composed = await compose(stop);
    if (composed.kind === 'nowhere') return await travel(journey, at + 1, refusal);
    const said = await say(owed, composed, stored);
    if (said?.kind !== 'refused') return said;
    await leaveStop(owed.item, at, said);
    return await travel(journey, at + 1, said);
  }

  /** Remembers that a stop has refused for good, so that an interrupted journey goes on behind it. */
  async function leaveStop(item: PublicItem, at: number, { about }: Refused): Promise<void> {
    const { stops } = routeOf(item);
    if (stops[at] === 'thread' && about === 'message' && item.kind === 'note') {
      await deliveries.loseCard(item);
    }
    if (at + 1 < stops.length) await outboxes.setRouteIndex(item, at + 1);
  }

  /** @returns undefined when the item is done with */
  async function say(
    owed: OwedItem<PublicItem>,
    composed: Exclude<Composed, { kind: 'nowhere' }>,
    stored: StoredWatch | undefined,
  ): Promise<SlackFailure | undefined> {
    switch (composed.kind) {
      case 'early':
        return EARLY;
      case 'obsolete':
        return await drop(owed);
      case 'later':
        return composed;
      case 'refused':
        logRefused(owed.item, composed);
        return composed;
      case 'post':
        return await post(owed, composed, stored);
      default:
        return composed satisfies never;
    }
  }

  async function post(
    owed: OwedItem<PublicItem>,
    { place, message }: Extract<Composed, { kind: 'post' }>,
    stored: StoredWatch | undefined,
  ): Promise<SlackFailure | undefined> {
    const posted = await postOnce(owed, place, message, dependencies);
    if (posted.kind !== 'refused') return await settle(owed, message, posted, stored);
    logRefused(owed.item, posted, message);
    if (SLACK_FAILURES[posted.about].instead !== 'plain text') return posted;
    const plain = plainMessage(message);
    const postedPlain = await postOnce(owed, place, plain, dependencies);
    if (postedPlain.kind !== 'refused') return await settle(owed, plain, postedPlain, stored);
    logRefused(owed.item, postedPlain, plain);
    return postedPlain;
  }

  async function settle(
    owed: OwedItem<PublicItem>,
    message: Message,
    posted: Exclude<PostedOnce, { kind: 'refused' }>,
    stored: StoredWatch | undefined,
  ): Promise<Later | undefined> {
    switch (posted.kind) {
      case 'later':
        return posted;
      case 'settled':
        return undefined;
      case 'doubtful':
        return await drop(owed);
      case 'adopted':
      case 'posted':
        break;
      default:
        return posted satisfies never;
    }
    const { item } = owed;
    // An adopted card looks as the record was when it was posted, and nobody knows how that was.
    const look = posted.kind === 'posted' ? lookOf(message) : undefined;
    await outboxes.settle(owed, delivery(item, posted, look));
    logPosted(item, posted);
    report.told(wordFor(item), now() - happenedAt(item));
    if (item.kind === 'card') await redrawIfBehind(item, look ? stored?.version : undefined);
    return undefined;
  }

  /**
   * The record may have moved on while its card was being posted.
   *
   * @param shownVersion of the record that the card shows; undefined where that is not known
   */
  async function redrawIfBehind(
    item: Extract<WatchItem, { kind: 'card' }>,
    shownVersion: number | undefined,
  ): Promise<void> {
    const stored = await watches.load(item.watchId);
    if (!stored || stored.version === shownVersion) return;
    await queues.addEdit(item.watchId, item.cardKey, !isLive(stored.record));
  }

  async function nobodyTakes(
    owed: OwedItem<PublicItem>,
    refusal: Refused | undefined,
    stored: StoredWatch | undefined,
  ): Promise<Later | undefined> {
    const { item, destination } = owed;
    if (item.kind === 'card' && stored && refusal) {
      const untold = await giveUpCard(item, stored, refusal);
      if (untold?.kind === 'later') return untold;
    }
    if (!routeOf(item).mustBeTold) return await drop(owed);
    return await keepTrying(owed, destination, refusal?.error ?? 'there is no place for it');
  }

  /** It can be said nowhere: it stays owed, from the beginning of its route. */
  async function keepTrying(owed: OwedItem, destination: string, error: string): Promise<Later> {
    log.error(
      { event: 'slack.untold', destination, what: wordFor(owed.item), error },
      'Slack takes this nowhere: please invite the bot to the channel, or set FALLBACK_CHANNEL',
    );
    await outboxes.setRouteIndex(owed.item, 0);
    await outboxes.markStuck(destination, error);
    return { kind: 'later', cause: 'passing', error, taken: 'no', afterMs: undefined };
  }

  /**
   * The bot can't post where somebody asked: the watch in that channel ends, and the asker is told. An
   * operation that has ended meanwhile is told of by its own note.
   */
  async function giveUpCard(
    item: Extract<WatchItem, { kind: 'card' }>,
    { record }: StoredWatch,
    refusal: Refused,
  ): Promise<SlackFailure | undefined> {
    const card = cardOf(record, item.cardKey);
    if (!card) return undefined;
    // First the deed, then the word: what the asker is told must be true.
    const stopped = await watches.update(record.id, (newest) =>
      stopCard(newest, card.channel, card.askedBy, now()),
    );
    const isStopped = stopped || card.stopped;
    return isStopped
      ? await tellAsker(item, card, cannotPostMessage(record, refusal.error))
      : undefined;
  }

  async function whisper(
    owed: OwedItem<Whisper>,
    { record }: StoredWatch,
  ): Promise<Later | undefined> {
    const card = cardOf(record, owed.item.cardKey);
    const untold = card && (await tellAsker(owed.item, card, neverSeenMessage(record, around)));
    if (untold?.kind === 'later') return untold;
    if (untold) return await keepTrying(owed, owed.destination, untold.error);
    return await drop(owed);
  }

  /** Alone in the channel where they asked; where that is refused, in their conversation with the bot. */
  async function tellAsker(
    item: WatchItem,
    card: Card,
    message: Message,
  ): Promise<SlackFailure | undefined> {
    const { channel, askedBy: user, responseUrl } = card;
    const told = await writer.whisper(
      { channel, user, ...(responseUrl && { responseUrl }) },
      message,
    );
    if (told.kind !== 'refused') return told.kind === 'later' ? told : undefined;
    logRefused(item, told);
    const direct = await writer.openDirect(user);
    if (direct.kind !== 'opened') return direct;
    const posted = await writer.post({ channel: direct.channel }, directId(item), message);
    return posted.kind === 'posted' ? undefined : posted;
  }

  function logPosted(
    item: PublicItem,
    posted: { readonly kind: string; readonly ts: string; readonly channel: string },
  ): void {
    const { channel, ts } = posted;
    log.info({ event: `slack.${posted.kind}`, ...watchOf(item), what: wordFor(item), channel, ts });
  }

  /** @param message what was refused, where that is to blame */
  function logRefused(item: OutboxItem, failure: Refused, message?: Message): void {
    log.error(
      {
        event: 'slack.post_refused',
        ...watchOf(item),
        what: wordFor(item),
        error: failure.error,
        ...(failure.about === 'content' && { refused: message }),
      },
      failure.about === 'content'
        ? 'Slack refuses this message as it is: please report this'
        : 'Slack refuses this post for good: is the bot in the channel, and is the channel open?',
    );
  }
}

function watchOf(item: OutboxItem): { readonly watch?: string } {
  return isFaultItem(item) ? {} : { watch: item.watchId };
}

/** What an asker reads in place of a card is no card. */
function directId(item: WatchItem): string {
  return item.kind === 'card' ? `${itemId(item)}/refused` : itemId(item);
}

function happenedAt(item: OutboxItem): number {
  return item.kind === 'fault' ? item.since : item.at;
}

function wordFor(item: OutboxItem): string {
  return item.kind === 'note' ? item.note.kind : item.kind;
}
