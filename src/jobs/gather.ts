import { callsOnCall } from '../slack/messages/alert.ts';
import type { EditLine } from '../store/edit-line.ts';
import type { OutboxStore, OwedItem } from '../store/outbox-store.ts';
import { isStormyItem, type StormStore, type StormyItem } from '../store/storm-store.ts';
import type { WatchItem } from '../watch/outbox-item.ts';
import { messageOfName } from '../watch/standing-message.ts';
import type { WatchRecord } from '../watch/watch-record.ts';
import { isOver } from './compose-post.ts';
import type { Queues } from './queues.ts';

/** What ends within this time is one edit. */
const GATHER_MS = 2000;

export interface GatherDependencies {
  readonly outboxes: OutboxStore;
  readonly storms: StormStore;
  readonly edits: EditLine;
  readonly queues: Queues;
}

/** Puts alerts that come too fast to be told one by one onto a storm's page. */
export function createGather(dependencies: GatherDependencies) {
  const { outboxes, storms, edits, queues } = dependencies;

  /** @returns true where the item is done with */
  return async (owed: OwedItem<WatchItem>, record: WatchRecord): Promise<boolean> => {
    const { item } = owed;
    if (item.kind === 'condition-alert-over') return await clearLine({ ...owed, item });
    if (!isStormyItem(item)) return false;
    // What need not be told makes no storm; it is dropped where it would be told.
    if (item.kind === 'condition-alert' && (await isOver(item, record, { outboxes }))) return false;
    return await gatherAlert({ ...owed, item }, record);
  };

  async function gatherAlert(owed: OwedItem<StormyItem>, record: WatchRecord): Promise<boolean> {
    const { item } = owed;
    const line = {
      operationId: record.reference.operationId,
      cause: item.kind === 'alert' ? record.outcome.verdict : item.condition,
    };
    const gathered = await storms.gather(owed, line, callsOnCall(record));
    if (gathered.kind === 'alone') return false;
    if (gathered.destination) await queues.addPost(gathered.destination);
    return true;
  }

  /** Where a condition stands on a page, its end is shown there. */
  async function clearLine(
    owed: OwedItem<Extract<WatchItem, { kind: 'condition-alert-over' }>>,
  ): Promise<boolean> {
    const page = await storms.pageOf(owed.item.watchId, owed.item.spell);
    const standing = page ? messageOfName(page) : undefined;
    if (!standing) return false;
    await edits.markAfter(GATHER_MS, 'conditions', standing);
    await outboxes.settle(owed);
    return true;
  }
}
