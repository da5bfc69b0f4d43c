import type { Logger } from 'pino';
import type { DeliveryStore } from '../store/delivery-store.ts';
import type { OutboxStore } from '../store/outbox-store.ts';
import type { WatchStore } from '../store/watch-store.ts';
import type { Queues } from './queues.ts';

export interface SweepDependencies {
  readonly watches: WatchStore;
  readonly outboxes: OutboxStore;
  readonly deliveries: DeliveryStore;
  readonly queues: Queues;
  readonly log: Logger;
}

export const SWEEP_EVERY_MS = 60_000;

/**
 * Gives a job to whatever lacks one: a process may have died between storing what is owed and asking
 * for it to be done. Asking again for what has a job does nothing.
 */
export function createSweep({ watches, outboxes, deliveries, queues, log }: SweepDependencies) {
  return async (): Promise<void> => {
    const [live, owing, behind] = await Promise.all([
      watches.liveIds(),
      outboxes.owing(),
      deliveries.behind(),
    ]);
    const lost = await queues.withoutPoll(live);
    for (const watchId of lost) {
      log.warn({ event: 'sweep.poll_restored', watch: watchId });
      await queues.addPoll(watchId);
    }
    for (const destination of owing) await queues.addPost(destination);
    const stillLive = new Set(live);
    for (const { watchId, cardKey } of behind) {
      await queues.addEdit(watchId, cardKey, !stillLive.has(watchId));
    }
  };
}
