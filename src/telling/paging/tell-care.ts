import type { Queues } from '../../queues/queues.ts';
import { faultOfStore } from '../../redis/access/redis-fault.ts';
import type { AcknowledgementStore } from '../../redis/acknowledgement-store.ts';
import type { CareChanges, ChangedCare } from '../../redis/care-changes.ts';
import type { DigestStore } from '../../redis/digest-store.ts';
import type { Care } from '../../watch/acknowledgement.ts';
import { destinations, type WatchId } from '../../watch/names.ts';
import { pagerCareOf } from '../../watch/pager-care.ts';
import { pagerItem } from '../../watch/pager-events.ts';
import type { WatchPolicy } from '../../watch/policy.ts';

export interface TellCareDependencies {
  readonly careChanges: CareChanges;
  readonly acknowledgements: AcknowledgementStore;
  readonly digests: DigestStore;
  readonly queues: Queues;
  readonly policy: WatchPolicy;
}

/**
 * Owes pagers what has changed about who looks after what on-call was called for: once an operation, however many a
 * message tells of. Any number of processes may do so at the same time. What keeps one of them from being told keeps
 * no other.
 */
export function createTellCare({
  careChanges,
  acknowledgements,
  digests,
  queues,
  policy,
}: TellCareDependencies) {
  return async (): Promise<void> => {
    const failures: unknown[] = [];
    for (const change of await careChanges.all()) {
      try {
        if (policy.pagers.length > 0) await tell(change);
        await careChanges.settle(change);
      } catch (error) {
        if (faultOfStore(error)) throw error;
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  };

  async function tell({ message }: ChangedCare): Promise<void> {
    if (message.kind === 'alert') {
      const { watchId } = message;
      return await tellOf(watchId, () => acknowledgements.ofEnding(watchId));
    }
    const load = () => digests.load(message.burst, message.digest);
    for (const { item } of (await load())?.entries ?? []) {
      await tellOf(item.watchId, async () => {
        const { recovered } = await acknowledgements.ofAlert(item.watchId);
        return { ...(await load()), recovered };
      });
    }
  }

  async function tellOf(watchId: WatchId, careNow: () => Promise<Care>): Promise<void> {
    for (;;) {
      const before = await careChanges.known(watchId);
      // Only after that: what is owed on what pagers know is never older than that.
      const next = pagerCareOf(before, await careNow());
      if (!next) return;
      const items = policy.pagers.flatMap((pager) =>
        next.told.map((what) => pagerItem(watchId, pager, what, next.at)),
      );
      const outcome = await careChanges.owe(watchId, before, next.known, items);
      if (outcome === 'conflict') continue;
      for (const pager of policy.pagers) await queues.addPost(destinations.pager(pager, watchId));
      return;
    }
  }
}
