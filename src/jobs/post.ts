import type { Job } from 'bullmq';
import type { Logger } from 'pino';
import type { OutboxStore } from '../store/outbox-store.ts';
import type { Deliver } from './deliver.ts';
import type { PostData } from './queues.ts';
import { sleepUntil, tryLater } from './try-later.ts';

export interface PostDependencies {
  readonly outboxes: OutboxStore;
  readonly deliver: Deliver;
  readonly now: () => number;
  readonly log: Logger;
}

/** Drains one destination's outbox in order. What Slack does not take now stays, and is tried again. */
export function createPost({ outboxes, deliver, now, log }: PostDependencies) {
  return async (job: Job<PostData>, token: string | undefined) => {
    const { destination } = job.data;
    for (;;) {
      const owed = await outboxes.head(destination);
      if (!owed) return;
      const failure = await deliver(owed);
      if (!failure) continue;
      if (failure.kind === 'not-yet') return await sleepUntil(job, token, now() + failure.afterMs);
      log.warn({
        event: 'slack.post_delayed',
        destination,
        error: failure.error,
      });
      await tryLater(job, token, failure, now());
    }
  };
}
