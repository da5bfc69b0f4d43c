import type { Logger } from 'pino';
import type { Queues } from '../../queues/queues.ts';
import type { NotYet } from '../../queues/sleep.ts';
import type { OwedItem } from '../../redis/owed-item.ts';
import type { PostBudget } from '../../redis/post-budget.ts';
import type { StoredWatch } from '../../redis/stored-record.ts';
import {
  type LaterFailure,
  type RefusedFailure,
  SLACK_FAILURES,
  type SlackFailure,
  UNSAID_PAUSE_MS,
} from '../../slack/api/slack-failure.ts';
import { plainMessage } from '../../slack/messages/message.ts';
import { isWatchItem, type PublicItem, type WatchItem } from '../../watch/outbox-item.ts';
import type { WatchPolicy } from '../../watch/policy.ts';
import { postUrgency } from '../../watch/post-urgency.ts';
import { placeAfter, type RoutePlace, routeOf } from '../../watch/route.ts';
import { askerOfPost } from '../../watch/whose-turn.ts';
import { createGather } from '../digests/gather.ts';
import { createTellPager, type TellPagerDependencies } from '../paging/tell-pager.ts';
import type { PagerReport, ToldReport } from '../told-report.ts';
import { type ComposeDependencies, composePost, composeShared } from './compose-post.ts';
import type { Composed } from './composed.ts';
import { createPostLog } from './post-log.ts';
import { type PostOnceDependencies, postOnce } from './post-once.ts';
import { createSettlePost, happenedAt, type SettlePostDependencies } from './settle-post.ts';
import { toldBefore } from './told-before.ts';
import { createUntold } from './untold.ts';

/**
 * Sends the first item of an outbox and takes it off.
 *
 * @returns undefined when the item is done with, else why and how long it has to wait
 */
export type Deliver = (owed: OwedItem) => Promise<LaterFailure | NotYet | undefined>;

export interface DeliverDependencies
  extends ComposeDependencies,
    PostOnceDependencies,
    SettlePostDependencies,
    TellPagerDependencies {
  readonly posts: PostBudget;
  readonly queues: Queues;
  readonly policy: WatchPolicy;
  readonly report: ToldReport & PagerReport;
  readonly log: Logger;
}

/** An item on its way along its route. */
interface Journey {
  readonly owed: OwedItem<PublicItem>;
  /** What is to be said at a place. */
  readonly compose: (at: RoutePlace) => Promise<Composed>;
  /** The watch that it is about. */
  readonly stored?: StoredWatch;
}

/** On-call waits no longer than this for a channel in which Slack lets us post too little. */
const BUSY_FOR_MS = 60_000;

export function createDeliver(dependencies: DeliverDependencies): Deliver {
  const { watches, outboxes, digests, posts, now } = dependencies;
  const { oncallChannel, fallbackChannel } = dependencies;
  const hasFallback = fallbackChannel !== undefined && fallbackChannel !== oncallChannel;
  const postLog = createPostLog(dependencies.log);
  const { settle, drop, lose } = createSettlePost({ ...dependencies, postLog });
  const gather = createGather(dependencies);
  const tellPager = createTellPager(dependencies);
  const untold = createUntold({ ...dependencies, postLog });

  return async (owed) => {
    const { item } = owed;
    if (item.kind === 'pager-event') return await tellPager({ ...owed, item });
    if (!isWatchItem(item)) return await tellShared({ ...owed, item });
    const stored = await watches.load(item.watchId);
    if (!stored) return await drop(owed);
    if (item.kind === 'whisper') return await untold.whisper({ ...owed, item }, stored);
    const before = await toldBefore(item, dependencies);
    if (before) return await settle({ ...owed, item }, undefined, undefined, before, stored);
    if (await gather({ ...owed, item }, stored.record)) return undefined;
    const compose = (at: RoutePlace) => composePost(item, stored.record, at, dependencies);
    const journey = { owed: { ...owed, item }, compose, stored };
    return await travel(journey, await placeOf(item));
  };

  /** What concerns no watch, or many. */
  async function tellShared(owed: OwedItem<Exclude<PublicItem, WatchItem>>) {
    const { item } = owed;
    if (item.kind === 'digest' && (await digests.load(item.burst, item.digest))?.isSplit) {
      // Whoever split it may have died over it.
      return await untold.tellSplit({ ...owed, item });
    }
    const compose = (at: RoutePlace) => composeShared(item, at, dependencies);
    return await travel({ owed, compose }, await placeOf(item));
  }

  async function placeOf(item: PublicItem): Promise<RoutePlace | undefined> {
    return (await outboxes.routePlace(item)) ?? routeOf(item).places[0];
  }

  /**
   * Says an item at the first place of its route that takes it.
   *
   * @param at the place to begin with; undefined where none is left
   * @param refusal of the place before
   */
  async function travel(
    journey: Journey,
    at: RoutePlace | undefined,
    refusal?: RefusedFailure,
  ): Promise<LaterFailure | NotYet | undefined> {
    const { owed, compose, stored } = journey;
    if (!at) return await untold.nobodyTakes(owed, refusal, stored);
    const composed = await compose(at);
    const next = placeAfter(at, owed.item);
    if (composed.kind === 'nowhere') return await travel(journey, next, refusal);
    const said = await say(owed, composed, stored);
    if (said?.kind !== 'refused') return said && (await unlessTooLong(journey, at, said));
    // An interrupted journey goes on behind the place that has refused for good.
    if (at === 'thread' && said.about === 'message' && owed.item.kind === 'note') {
      await lose(owed.item);
    }
    if (next) await outboxes.setRoutePlace(owed, next);
    return await travel(journey, next, said);
  }

  /**
   * The on-call channel is busy: after a minute of that, FALLBACK_CHANNEL is tried as well. Slack has surely not
   * taken what it answers so, and what was sent there is looked up there: on-call is called once.
   */
  async function unlessTooLong(
    { owed, compose, stored }: Journey,
    at: RoutePlace,
    said: LaterFailure | NotYet,
  ): Promise<LaterFailure | NotYet | undefined> {
    if (at !== 'oncall' || !hasFallback || !(await isBusy(said))) return said;
    const leftMs = BUSY_FOR_MS - (now() - happenedAt(owed.item));
    const again = { ...said, afterMs: Math.min(said.afterMs ?? UNSAID_PAUSE_MS, BUSY_FOR_MS) };
    if (leftMs > 0) return { ...again, afterMs: Math.min(again.afterMs, leftMs) };
    const composed = await compose('fallback');
    if (composed.kind === 'nowhere') return again;
    return (await say(owed, composed, stored)) && again;
  }

  async function isBusy(said: LaterFailure | NotYet): Promise<boolean> {
    if (said.kind === 'later') return said.cause === 'busy';
    return (await posts.heldFor(oncallChannel)) > 0;
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
    const { destination, item } = owed;
    const asker = stored && isWatchItem(item) ? askerOfPost(stored.record, item) : undefined;
    const turnMs = await posts.takeTurn(channel, destination, postUrgency(item), asker);
    if (turnMs > 0) return { kind: 'not-yet', afterMs: turnMs };
    const posted = await postOnce(owed, place, message, dependencies);
    // What Slack asks for goes for everybody who would post there.
    if (posted.kind === 'later' && posted.cause === 'busy') {
      await posts.pause(channel, posted.afterMs ?? UNSAID_PAUSE_MS);
    }
    if (posted.kind !== 'refused') return await settle(owed, place, message, posted, stored);
    postLog.refused(owed.item, posted, message);
    if (SLACK_FAILURES[posted.about].instead !== 'plain text') return posted;
    const plain = plainMessage(message);
    const postedPlain = await postOnce(owed, place, plain, dependencies);
    if (postedPlain.kind !== 'refused')
      return await settle(owed, place, plain, postedPlain, stored);
    postLog.refused(owed.item, postedPlain, plain);
    return postedPlain;
  }
}
