import { setTimeout as delay } from 'node:timers/promises';
import { type JobsOptions, Queue, type QueueOptions } from 'bullmq';
import type { Redis } from 'ioredis';
import { KEY_PREFIX } from '../store/keys.ts';
import type { Change } from '../watch/change.ts';
import { destinationOf } from '../watch/outbox-item.ts';
import type { WatchRecord } from '../watch/watch-record.ts';

/** A poll job reads one watch for as long as it lives; its data never changes. */
export interface PollData {
  readonly watchId: string;
}
/** A post job drains one destination's outbox. */
export interface PostData {
  readonly destination: string;
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

/** BullMQ's score of a sleeping job: its time with twelve bits below, for the order within it. */
const DELAYED_SCORE_A_MS = 0x1000;

const PROMOTE_AGAIN_AFTER_MS = [50, 100, 200, 400] as const;

/** Adds jobs; every method is safe to repeat. */
export class Queues {
  readonly watches: Queue<PollData>;
  readonly posts: Queue<PostData>;

  readonly #redis: Redis;

  constructor(connection: Redis, onError: (error: Error) => void) {
    this.#redis = connection;
    const options: QueueOptions = {
      connection,
      prefix: KEY_PREFIX,
      defaultJobOptions: JOB_OPTIONS,
      streams: { events: { maxLen: 100 } },
    };
    this.watches = new Queue(QUEUE_NAMES.watches, options);
    this.posts = new Queue(QUEUE_NAMES.posts, options);
    for (const queue of [this.watches, this.posts]) queue.on('error', onError);
  }

  /** Reads a watch at once, before watches that are merely due; one that has a job keeps it. */
  async addPoll(watchId: string): Promise<void> {
    await this.watches.add('poll', { watchId }, { jobId: watchId, lifo: true });
  }

  /**
   * Brings a sleeping watch's next read forward. One that is being read sees the wish at its end,
   * unless it is just about to fall asleep: so it is looked at a few times.
   */
  async promotePoll(watchId: string): Promise<void> {
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

  /** Which of these watches have no job. */
  async withoutPoll(watchIds: readonly string[]): Promise<readonly string[]> {
    const pipeline = this.#redis.pipeline();
    for (const watchId of watchIds) pipeline.exists(this.watches.toKey(watchId));
    const answers = (await pipeline.exec()) ?? [];
    return watchIds.filter((_, index) => answers[index]?.[1] === 0);
  }

  /**
   * Brings those watches' next reads forward that sleep until after `until` (milliseconds since the
   * epoch) and ought not to: their job was put to sleep by another clock.
   *
   * @param oughtTo finds, of watches that sleep so long, those that do so by right
   */
  async wakeOversleepers(
    until: number,
    oughtTo: (watchIds: readonly string[]) => Promise<ReadonlySet<string>>,
  ): Promise<readonly string[]> {
    const late = await this.#redis.zrangebyscore(
      this.watches.toKey('delayed'),
      `(${until * DELAYED_SCORE_A_MS}`,
      '+inf',
    );
    if (late.length === 0) return [];
    const byRight = await oughtTo(late);
    const oversleeping = late.filter((watchId) => !byRight.has(watchId));
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

  /** Has everything tried again that waits for Slack to be back. */
  async promotePosts(): Promise<void> {
    await this.posts.promoteJobs();
  }

  async removePoll(watchId: string): Promise<void> {
    await this.watches.remove(watchId);
  }

  /** One job waits and one runs at most; what comes while it runs makes it run once more. */
  async addPost(destination: string): Promise<void> {
    await this.posts.add(
      'post',
      { destination },
      {
        priority: postPriority(destination),
        deduplication: { id: destination, keepLastIfActive: true },
      },
    );
  }

  /** Has a change's posts carried out; its edits stand in the edit line. */
  async kick({ outbox }: Change): Promise<void> {
    const destinations = new Set(outbox.map(destinationOf));
    await Promise.all([...destinations].map((destination) => this.addPost(destination)));
  }

  /** Has all posted that a watch may owe. */
  async kickAll(record: WatchRecord): Promise<void> {
    await Promise.all([
      this.addPost(`alert/${record.id}`),
      ...record.cards.map(({ key }) => this.addPost(`card/${record.id}/${key}`)),
      ...record.cards.map(({ key }) => this.addPost(`asker/${record.id}/${key}`)),
    ]);
  }

  async close(): Promise<void> {
    await Promise.all([this.watches.close(), this.posts.close()]);
  }
}

/** What the on-call channel is to know. */
export function isUrgent(destination: string): boolean {
  return /^(?:alert|fault|storm)\//.test(destination);
}

function postPriority(destination: string): number {
  if (isUrgent(destination)) return PRIORITY.alert;
  return destination.startsWith('card/') ? PRIORITY.card : PRIORITY.asker;
}
