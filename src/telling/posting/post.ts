import type { Job } from 'bullmq';
import type { Logger } from 'pino';
import type { PostData } from '../../queues/queues.ts';
import { type NotYet, sleepUntil } from '../../queues/sleep.ts';
import type { AsideStore } from '../../redis/aside-store.ts';
import type { OutboxStore } from '../../redis/outbox-store.ts';
import { type OwedItem, UnreadableItem } from '../../redis/owed-item.ts';
import { UnreadableRecord } from '../../redis/stored-record.ts';
import { createUnreadableLog } from '../../redis/unreadable-log.ts';
import type { WatchStore } from '../../redis/watch-store.ts';
import type { LaterFailure } from '../../slack/api/slack-failure.ts';
import { type Destination, namedDestination } from '../../watch/names.ts';
import type { Deliver } from './deliver.ts';

export interface PostDependencies {
  readonly watches: WatchStore;
  readonly outboxes: OutboxStore;
  readonly aside: AsideStore;
  readonly deliver: Deliver;
  readonly now: () => number;
  readonly log: Logger;
}

/** What a record tells that can't be read is left alone for so long: a person may mend it. */
const UNREADABLE_AGAIN_MS = 60_000;

/**
 * Drains one destination's outbox in order. What Slack does not take now stays, and is tried again. An item that
 * can't be read is set aside, so that the next one is told.
 */
export function createPost(dependencies: PostDependencies) {
  const { watches, outboxes, aside, deliver, now, log } = dependencies;
  const unreadable = createUnreadableLog(log, now);

  return async (job: Job<PostData>, token: string | undefined) => {
    const { destination } = job.data;
    const failure = await aside
      .past(() => drain(destination))
      .catch((error: unknown): NotYet => {
        if (!unreadable(error, { destination })) throw error;
        return { kind: 'not-yet', afterMs: UNREADABLE_AGAIN_MS };
      });
    if (!failure) return;
    if (failure.kind === 'not-yet') return await sleepUntil(job, token, now() + failure.afterMs);
    log.warn({
      event: 'slack.post_delayed',
      destination,
      error: failure.error,
    });
    if (failure.afterMs !== undefined) {
      return await sleepUntil(job, token, now() + failure.afterMs);
    }
    // BullMQ works growing pauses out of our attempts.
    throw new Error(`Slack did not take it: ${failure.error}`);
  };

  /** @returns why the rest has to wait; undefined where there is none */
  async function drain(destination: Destination): Promise<LaterFailure | NotYet | undefined> {
    for (;;) {
      const owed = await head(destination);
      const failure = owed && (await deliver(owed));
      if (failure || !owed) return failure;
    }
  }

  async function head(destination: Destination): Promise<OwedItem | undefined> {
    for (;;) {
      try {
        return await outboxes.head(destination);
      } catch (error) {
        if (!(error instanceof UnreadableItem)) throw error;
        await leaveToNewer(destination);
        await aside.setItemAside(error);
      }
    }
  }

  /** What a newer version of the bot owes, it will tell itself. @throws UnreadableRecord where it is so */
  async function leaveToNewer(destination: Destination): Promise<void> {
    const about = namedDestination(destination);
    if (!('watchId' in about)) return;
    await watches.load(about.watchId).catch((error: unknown) => {
      if (!(error instanceof UnreadableRecord) || error.why === 'newer') throw error;
    });
  }
}
