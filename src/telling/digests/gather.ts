import type { Queues } from '../../queues/queues.ts';
import { type DigestStore, GATHER_MS } from '../../redis/digest-store.ts';
import type { EditQueue } from '../../redis/edit-queue.ts';
import { type GatherableItem, isGatherable } from '../../redis/kept-digest.ts';
import type { OutboxStore } from '../../redis/outbox-store.ts';
import type { OwedItem } from '../../redis/owed-item.ts';
import { causeOfAlert, mentionsOnCall } from '../../watch/alert-cause.ts';
import type { WatchItem } from '../../watch/outbox-item.ts';
import type { WatchRecord } from '../../watch/watch-record.ts';
import { isConditionOver } from '../condition-over.ts';

export interface GatherDependencies {
  readonly outboxes: OutboxStore;
  readonly digests: DigestStore;
  readonly edits: EditQueue;
  readonly queues: Queues;
}

/** Puts alerts that come too fast to be told one by one onto a burst's digest. */
export function createGather(dependencies: GatherDependencies) {
  const { outboxes, digests, edits, queues } = dependencies;

  /** @returns true where the item is done with */
  return async (owed: OwedItem<WatchItem>, record: WatchRecord): Promise<boolean> => {
    const { item } = owed;
    if (item.kind === 'condition-alert-over') return await clearEntry({ ...owed, item });
    if (!isGatherable(item)) return false;
    // What need not be told makes no burst; it is dropped where it would be told.
    if (item.kind === 'condition-alert' && (await isConditionOver(item, record, outboxes)))
      return false;
    return await gatherAlert({ ...owed, item }, record);
  };

  async function gatherAlert(
    owed: OwedItem<GatherableItem>,
    record: WatchRecord,
  ): Promise<boolean> {
    const { item } = owed;
    const entry = {
      operationId: record.reference.operationId,
      cause: causeOfAlert(item, record),
    };
    const gathered = await digests.gather(owed, entry, mentionsOnCall(record));
    if (gathered.kind === 'alone') return false;
    if (gathered.destination) await queues.addPost(gathered.destination);
    return true;
  }

  /** Where a condition stands on a digest, its end is shown there. */
  async function clearEntry(
    owed: OwedItem<Extract<WatchItem, { kind: 'condition-alert-over' }>>,
  ): Promise<boolean> {
    const digest = await digests.digestOf(owed.item.watchId, owed.item.spell);
    if (!digest) return false;
    await edits.markAfter(GATHER_MS, 'conditions', digest);
    await outboxes.settle(owed);
    return true;
  }
}
