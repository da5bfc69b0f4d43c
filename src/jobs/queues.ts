import { setTimeout as delay } from 'node:timers/promises';
import { type JobsOptions, Queue, type QueueOptions } from 'bullmq';
import type { Redis } from 'ioredis';
import { KEY_PREFIX } from '../store/keys.ts';
import type { Change } from '../watch/change.ts';
import { destinationOf } from '../watch/outbox-item.ts';
import { isLive, type WatchRecord } from '../watch/watch-record.ts';

/** A poll job reads one watch for as long as it lives; its data never changes. */
export interface PollData {
  readonly watchId: string;
}
/** A post job drains one destination's outbox. */
export interface PostData {
  readonly destination: string;
}
/** An edit job makes one card look like its record; it carries no content. */
export interface EditData {
  readonly watchId: string;
  readonly cardKey: string;
}

export const QUEUE_NAMES = { watches: 'watches', posts: 'posts', edits: 'edits' } as const;

/** In seconds rather than never: the net for what a job itself throws. */
const JOB_OPTIONS: JobsOptions = {
  // A thrown error must never end a job for good: BullMQ counts attempts over a job's whole life.
  attempts: 2 ** 31,
  backoff: { type: 'custom' },
  removeOnComplete: true,
  removeOnFail: true,
  stackTraceLimit: 1,
  telemetry: { omitContext: true },
};

// Lower goes first. Posts: alerts and faults, then cards, then answers to an asker. Edits: endings
// first.
const PRIORITY = { alert: 1, card: 2, asker: 3, finalEdit: 1, progressEdit: 10 } as const;

/** BullMQ's score of a sleeping job: its time with twelve bits below, for the order within it. */
const DELAYED_SCORE_A_MS = 0x1000;

const PROMOTE_AGAIN_AFTER_MS = [50, 100, 200, 400] as const;

/** Adds jobs; every method is safe to repeat. */
export class Queues {
  readonly watches: Queue<PollData>;
  readonly posts: Queue<PostData>;
  readonly edits: Queue<EditData>;

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
    this.edits = new Queue(QUEUE_NAMES.edits, options);
    for (const queue of [this.watches, this.posts, this.edits]) queue.on('error', onError);
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

  /** The same for posts and edits: none of them is ever to wait for so long. */
  async wakeSlackJobs(until: number): Promise<void> {
    for (const queue of [this.posts, this.edits]) {
      const late = await this.#redis.zrangebyscore(
        queue.toKey('delayed'),
        `(${until * DELAYED_SCORE_A_MS}`,
        '+inf',
      );
      // Refused only where it has just woken up.
      for (const id of late) await (await queue.getJob(id))?.promote().catch(() => undefined);
    }
  }

  /** Has everything tried again that waits for Slack to be back. */
  async promoteSlackJobs(): Promise<void> {
    await Promise.all([this.posts.promoteJobs(), this.edits.promoteJobs()]);
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

  /** As `addPost`. An ending moves a waiting edit to the front. */
  async addEdit(watchId: string, cardKey: string, isFinal: boolean): Promise<void> {
    const priority = isFinal ? PRIORITY.finalEdit : PRIORITY.progressEdit;
    const deduplicationId = `${watchId}/${cardKey}`;
    const job = await this.edits.add(
      'edit',
      { watchId, cardKey },
      { priority, deduplication: { id: deduplicationId, keepLastIfActive: true } },
    );
    if (isFinal && job.id) {
      const waiting = await this.edits.getJob(job.id);
      await waiting?.changePriority({ priority }).catch(() => undefined);
    }
  }

  /** Has a change's posts and edits carried out. */
  async kick({ record, outbox, changedCards }: Change): Promise<void> {
    const destinations = new Set(outbox.map(destinationOf));
    await Promise.all([
      ...[...destinations].map((destination) => this.addPost(destination)),
      ...changedCards.map((cardKey) => this.addEdit(record.id, cardKey, !isLive(record))),
    ]);
  }

  /** Has all carried out that a watch may owe. */
  async kickAll(record: WatchRecord): Promise<void> {
    await Promise.all([
      this.addPost(`alert/${record.id}`),
      ...record.cards.map(({ key }) => this.addPost(`card/${record.id}/${key}`)),
      ...record.cards.map(({ key }) => this.addPost(`asker/${record.id}/${key}`)),
      ...record.cards.map(({ key }) => this.addEdit(record.id, key, !isLive(record))),
    ]);
  }

  async close(): Promise<void> {
    await Promise.all([this.watches.close(), this.posts.close(), this.edits.close()]);
  }
}

/** What the on-call channel is to know. */
export function isUrgent(destination: string): boolean {
  return /^(?:alert|fault)\//.test(destination);
}

function postPriority(destination: string): number {
  if (isUrgent(destination)) return PRIORITY.alert;
  return destination.startsWith('card/') ? PRIORITY.card : PRIORITY.asker;
}
