import type { Logger } from 'pino';
import { SLACK_FAILURES, type SlackFailure } from '../slack/api/slack-failure.ts';
import { type Message, plainMessage } from '../slack/messages/message.ts';
import type { EditLine } from '../store/edit-line.ts';
import type { OwedItem } from '../store/outbox-store.ts';
import type { PostBudget } from '../store/post-budget.ts';
import type { StoredWatch, WatchStore } from '../store/watch-store.ts';
import { isWatchItem, type OutboxItem } from '../watch/outbox-item.ts';
import { messageOfName } from '../watch/standing-message.ts';
import type { WatchRecord } from '../watch/watch-record.ts';
import {
  type ComposeDependencies,
  type Composed,
  composeFault,
  composePost,
  composeStorm,
} from './compose-post.ts';
import { delivered } from './delivered.ts';
import { createGather } from './gather.ts';
import { lookOf } from './look-of.ts';
import { createPostLog, wordFor } from './post-log.ts';
import { type PostedOnce, type PostOnceDependencies, postOnce } from './post-once.ts';
import { postUrgency } from './post-urgency.ts';
import type { Queues } from './queues.ts';
import type { Report } from './report.ts';
import { reportLines } from './report-lines.ts';
import { routeOf, type Stop } from './route.ts';
import type { NotYet } from './try-later.ts';
import { createUntold } from './untold.ts';

type Later = Extract<SlackFailure, { kind: 'later' }>;
type Refused = Extract<SlackFailure, { kind: 'refused' }>;
type PublicItem = Exclude<OutboxItem, { kind: 'whisper' }>;

/**
 * Sends the first item of an outbox and takes it off.
 *
 * @returns undefined when the item is done with, else why and how long it has to wait
 */
export type Deliver = (owed: OwedItem) => Promise<Later | NotYet | undefined>;

export interface DeliverDependencies extends ComposeDependencies, PostOnceDependencies {
  readonly watches: WatchStore;
  readonly posts: PostBudget;
  readonly edits: EditLine;
  readonly queues: Queues;
  readonly report: Report;
  readonly log: Logger;
}

/** Where Slack asks for a pause and does not say for how long. */
const UNTOLD_PAUSE_MS = 5000;

/** An item on its way along its route. */
interface Journey {
  readonly owed: OwedItem<PublicItem>;
  /** What is to be said at a stop. */
  readonly compose: (stop: Stop) => Promise<Composed>;
  /** The watch that it is about. */
  readonly stored?: StoredWatch;
}

export function createDeliver(dependencies: DeliverDependencies): Deliver {
  const { watches, outboxes, deliveries, storms, posts, edits, report, now } = dependencies;
  const postLog = createPostLog(dependencies.log);
  const gather = createGather(dependencies);
  const untold = createUntold({ ...dependencies, postLog });

  return async (owed) => {
    const { item } = owed;
    if (!isWatchItem(item)) {
      if (item.kind === 'storm' && (await storms.page(item.storm, item.page))?.isApart) {
        // Whoever took it apart may have died over it.
        return await untold.tellApart({ ...owed, item });
      }
      const compose = (stop: Stop) =>
        item.kind === 'storm'
          ? composeStorm(item, stop, dependencies)
          : composeFault(item, stop, dependencies);
      return await travel({ owed: { ...owed, item }, compose }, await outboxes.routeIndex(item));
    }
    const stored = await watches.load(item.watchId);
    if (!stored) return await drop(owed);
    if (item.kind === 'whisper') return await untold.whisper({ ...owed, item }, stored);
    if (await gather({ ...owed, item }, stored.record)) return undefined;
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
  ): Promise<Later | NotYet | undefined> {
    const { owed, compose, stored } = journey;
    const stop = routeOf(owed.item).stops[at];
    if (!stop) return await untold.nobodyTakes(owed, refusal, stored);
    const composed = await compose(stop);
    if (composed.kind === 'nowhere') return await travel(journey, at + 1, refusal);
    const said = await say(owed, composed, stored);
    if (said?.kind !== 'refused') return said;
    await leaveStop(owed, at, said);
    return await travel(journey, at + 1, said);
  }

  /** Remembers that a stop has refused for good, so that an interrupted journey goes on behind it. */
  async function leaveStop(
    owed: OwedItem<PublicItem>,
    at: number,
    { about }: Refused,
  ): Promise<void> {
    const { item } = owed;
    const { stops } = routeOf(item);
    if (stops[at] === 'thread' && about === 'message' && item.kind === 'note') {
      await deliveries.loseCard(item);
    }
    if (at + 1 < stops.length) await outboxes.setRouteIndex(owed, at + 1);
  }

  /** @returns undefined when the item is done with */
  async function say(
    owed: OwedItem<PublicItem>,
    composed: Exclude<Composed, { kind: 'nowhere' }>,
    stored: StoredWatch | undefined,
  ): Promise<SlackFailure | NotYet | undefined> {
    switch (composed.kind) {
      case 'early':
        return { kind: 'not-yet', afterMs: composed.afterMs };
      case 'obsolete':
        return await drop(owed);
      case 'later':
        return composed;
      case 'refused':
        postLog.refused(owed.item, composed);
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
  ): Promise<SlackFailure | NotYet | undefined> {
    const { channel } = place;
    const turnMs = await posts.take(channel, owed.destination, postUrgency(owed.item));
    if (turnMs > 0) return { kind: 'not-yet', afterMs: turnMs };
    const posted = await postOnce(owed, place, message, dependencies);
    // What Slack asks for goes for everybody who would post there.
    if (posted.kind === 'later' && posted.cause === 'busy') {
      await posts.pause(channel, posted.afterMs ?? UNTOLD_PAUSE_MS);
    }
    if (posted.kind !== 'refused') return await settle(owed, message, posted, stored);
    postLog.refused(owed.item, posted, message);
    if (SLACK_FAILURES[posted.about].instead !== 'plain text') return posted;
    const plain = plainMessage(message);
    const postedPlain = await postOnce(owed, place, plain, dependencies);
    if (postedPlain.kind !== 'refused') return await settle(owed, plain, postedPlain, stored);
    postLog.refused(owed.item, postedPlain, plain);
    return postedPlain;
  }

  async function settle(
    owed: OwedItem<PublicItem>,
    message: Message,
    posted: Exclude<PostedOnce, { kind: 'refused' }>,
    stored: StoredWatch | undefined,
  ): Promise<Later | NotYet | undefined> {
    switch (posted.kind) {
      case 'not-yet':
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
    // An adopted message looks as it was made when it was posted, and nobody knows how that was.
    const look = posted.kind === 'posted' ? lookOf(message) : undefined;
    await outboxes.settle(owed, delivered(item, posted, look));
    postLog.posted(item, posted);
    report.told(wordFor(item), now() - happenedAt(item), alertCause(item, stored));
    if (item.kind === 'card' && stored) await linkAlert(stored.record);
    if (item.kind === 'storm') await reportLines(item, dependencies);
    return undefined;
  }

  /** An alert that did not wait for its card gets its link now. */
  async function linkAlert({ id, outcome }: WatchRecord): Promise<void> {
    if (outcome.verdict === 'running') return;
    const [alert, page] = await Promise.all([deliveries.alert(id), storms.pageOf(id)]);
    if (alert) await edits.mark('onCall', { kind: 'alert', watchId: id });
    const standing = page ? messageOfName(page) : undefined;
    if (standing) await edits.mark('onCall', standing);
  }
}

/** Why on-call is called; undefined where it is not. */
function alertCause(item: PublicItem, stored: StoredWatch | undefined): string | undefined {
  switch (item.kind) {
    case 'alert':
      return stored?.record.outcome.verdict;
    case 'condition-alert':
      return item.condition;
    case 'fault':
      return item.fault;
    default:
      return undefined;
  }
}

function happenedAt(item: OutboxItem): number {
  return item.kind === 'fault' ? item.since : item.at;
}
