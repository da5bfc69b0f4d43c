import { setTimeout as delay } from 'node:timers/promises';
import { type JobsOptions, Queue, type QueueOptions } from 'bullmq';
import * as v from 'valibot';
import type { OpenConnection } from '../redis/access/redis-access.ts';
import type { RedisClient } from '../redis/connection.ts';
import type { Change } from '../watch/change.ts';
import { destinationOf } from '../watch/item-names.ts';
import {
  type Destination,
  destinations,
  kindOfDestination,
  type PagerName,
  WatchId,
} from '../watch/names.ts';
import type { WatchRecord } from '../watch/watch-record.ts';
import { bullmqClient } from './bullmq-client.ts';

/** A poll job reads one watch for as long as it lives; its data never changes. */
export interface PollData {
  readonly watchId: WatchId;
}
/** A post job drains one destination's outbox. */
export interface PostData {
  readonly destination: Destination;
}

export const QUEUE_NAMES = { watches: 'watches', posts: 'posts' } as const;

/** In seconds rather than never: the net for what a job itself throws. */
const JOB_OPTIONS: JobsOptions = {
  // A thrown error must never end a job for good: BullMQ counts attempts over a job's whole life.
  attempts: 2 ** 31,
  backoff: { type: 'custom' },
  stackTraceLimit: 1,
};

// Lower goes first: alerts and faults, then cards, then answers to an asker.
const PRIORITY = { alert: 1, card: 2, asker: 3 } as const;

/**
 * BullMQ's score of a sleeping job: its time with twelve bits below, for the order within it. That is its own
 * affair, and a test fails where it changes; to load all sleeping jobs instead takes 400 ms for 10,000.
 */
const DELAYED_SCORE_A_MS = 0x1000;

/** What BullMQ calls the state of a job that is not there, or in no place. */
const NOWHERE = 'unknown';

const WatchIds = v.array(WatchId);

const PROMOTE_AGAIN_AFTER_MS = [50, 100, 200, 400] as const;

/** Adds jobs; every method is safe to repeat. */
export class Queues {
  readonly watches: Queue<PollData>;
  readonly posts: Queue<PostData>;

  readonly #redis: RedisClient;

  constructor(connection: OpenConnection, onError: (error: Error) => unknown) {
    this.#redis = connection.client;
    const options: QueueOptions = {
      connection: bullmqClient(connection),
      prefix: connection.keys.prefix,
      defaultJobOptions: JOB_OPTIONS,
      streams: { events: { maxLen: 100 } },
    };
    this.watches = new Queue(QUEUE_NAMES.watches, options);
    this.posts = new Queue(QUEUE_NAMES.posts, options);
    for (const queue of [this.watches, this.posts]) queue.on('error', onError);
  }

  /** Reads a watch at once, before watches that are merely due; one that has a job keeps it. */
  async addPoll(watchId: WatchId): Promise<void> {
    await this.watches.add('poll', { watchId }, { jobId: watchId, lifo: true });
  }

  /**
   * Brings a sleeping watch's next read forward. One that is being read sees the wish at its end,
   * unless it is just about to fall asleep: so it is looked at a few times.
   */
  async promotePoll(watchId: WatchId): Promise<void> {
    for (const pauseMs of PROMOTE_AGAIN_AFTER_MS) {
      const job = await this.watches.getJob(watchId);
      if (!job) return;
      if (await job.isDelayed()) {
        // Refused only where another worker has taken it in this moment: then it is being read.
        await job.promote().catch(() => undefined);
        return;
      }
      await delay(pauseMs);
    }
  }

  /**
   * Which of these watches have no job that would ever be taken. A job may be there and stand nowhere: where the user
   * of Redis lacks a right, a script of BullMQ breaks off after it has taken a job from one place.
   */
  async withoutPoll(watchIds: readonly WatchId[]): Promise<readonly WatchId[]> {
    const pipeline = this.#redis.pipeline();
    for (const watchId of watchIds) pipeline.zscore(this.watches.toKey('delayed'), watchId);
    const [answers, ...lines] = await Promise.all([
      pipeline.exec(),
      this.#redis.lrange(this.watches.toKey('active'), 0, -1),
      this.#redis.lrange(this.watches.toKey('wait'), 0, -1),
    ]);
    const standing = new Set(lines.flat());
    const doubtful = watchIds.filter(
      (watchId, index) => answers?.[index]?.[1] === null && !standing.has(watchId),
    );
    // It may just have changed its place: this asks for all places at once.
    const states = await Promise.all(doubtful.map((id) => this.watches.getJobState(id)));
    return doubtful.filter((_, index) => states[index] === NOWHERE);
  }

  /** Gives a watch a job that has none which would ever be taken. */
  async restorePoll(watchId: WatchId): Promise<void> {
    await this.watches.remove(watchId);
    await this.addPoll(watchId);
  }

  /** Has a destination's posts carried out, also where a job for it is there and stands nowhere. */
  async restorePost(destination: Destination): Promise<void> {
    const jobId = await this.#addPost(destination);
    const state = await this.posts.getJobState(jobId);
    // One that is not there has been carried out in this moment.
    if (state !== NOWHERE || !(await this.posts.getJob(jobId))) return;
    await this.posts.remove(jobId);
    await this.addPost(destination);
  }

  /**
   * Brings those watches' next reads forward that sleep until after `until` (milliseconds since the
   * epoch) and ought not to: their job was put to sleep by another clock.
   *
   * @param oughtTo finds, of watches that sleep so long, those that do so by right
   */
  async wakeOversleepers(
    until: number,
    oughtTo: (watchIds: readonly WatchId[]) => Promise<ReadonlySet<WatchId>>,
  ): Promise<readonly WatchId[]> {
    const late = await this.#redis.zrangebyscore(
      this.watches.toKey('delayed'),
      `(${until * DELAYED_SCORE_A_MS}`,
      '+inf',
    );
    if (late.length === 0) return [];
    const watchIds = v.parse(WatchIds, late);
    const byRight = await oughtTo(watchIds);
    const oversleeping = watchIds.filter((watchId) => !byRight.has(watchId));
    for (const watchId of oversleeping) await this.promotePoll(watchId);
    return oversleeping;
  }

  /** The same for posts: none of them is ever to wait for so long. */
  async wakePosts(until: number): Promise<void> {
    const late = await this.#redis.zrangebyscore(
      this.posts.toKey('delayed'),
      `(${until * DELAYED_SCORE_A_MS}`,
      '+inf',
    );
    // Refused only where it has just woken up.
    for (const id of late) await (await this.posts.getJob(id))?.promote().catch(() => undefined);
  }

  /**
   * Wakes a worker that sleeps although reads are due, as it does after an outage for up to 10 s: the next read of
   * all is brought forward.
   */
  async wakePolls(): Promise<void> {
    const [next] = await this.#redis.zrange(this.watches.toKey('delayed'), 0, '0');
    if (next === undefined) return;
    // Refused only where it has just woken up.
    await (await this.watches.getJob(next))?.promote().catch(() => undefined);
  }

  /** Has everything tried again that waits for Slack to be back. */
  async promotePosts(): Promise<void> {
    await this.posts.promoteJobs();
  }

  async removePoll(watchId: WatchId): Promise<void> {
    await this.watches.remove(watchId);
  }

  /** One job waits and one runs at most; what comes while it runs makes it run once more. */
  async addPost(destination: Destination): Promise<void> {
    await this.#addPost(destination);
  }

  /** @returns the id of the job that is there now */
  async #addPost(destination: Destination): Promise<string> {
    const { id } = await this.posts.add(
      'post',
      { destination },
      {
        priority: postPriority(destination),
        deduplication: { id: destination, keepLastIfActive: true },
      },
    );
    return String(id);
  }

  /** Has a change's posts carried out; its edits stand in the edit queue. */
  async kick({ outbox }: Change): Promise<void> {
    const destinations = new Set(outbox.map(destinationOf));
    await Promise.all([...destinations].map((destination) => this.addPost(destination)));
  }

  /** Has all posted that a watch may owe. */
  async kickAll(record: WatchRecord, pagers: readonly PagerName[]): Promise<void> {
    await Promise.all([
      this.addPost(destinations.alert(record.id)),
      ...pagers.map((pager) => this.addPost(destinations.pager(pager, record.id))),
      ...record.cards.map(({ key }) => this.addPost(destinations.card(record.id, key))),
      ...record.cards.map(({ key }) => this.addPost(destinations.asker(record.id, key))),
    ]);
  }

  async close(): Promise<void> {
    await Promise.all([this.watches.close(), this.posts.close()]);
  }
}

/** What the on-call channel is to know. */
export function isUrgent(destination: Destination): boolean {
  const kind = kindOfDestination(destination);
  return kind !== undefined && kind !== 'card' && kind !== 'asker';
}

function postPriority(destination: Destination): number {
  if (isUrgent(destination)) return PRIORITY.alert;
  return kindOfDestination(destination) === 'card' ? PRIORITY.card : PRIORITY.asker;
}
