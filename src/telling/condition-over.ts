import type { OutboxStore } from '../redis/outbox-store.ts';
import type { WatchItem } from '../watch/outbox-item.ts';
import { isSpellStanding, type WatchRecord } from '../watch/watch-record.ts';

/** Whether a condition's alert need not be told any more. */
export async function isConditionOver(
  item: Extract<WatchItem, { kind: 'condition-alert' }>,
  record: WatchRecord,
  outboxes: OutboxStore,
): Promise<boolean> {
  if (isSpellStanding(record, { condition: item.condition, number: item.spell })) return false;
  // One that may stand already has to be found, or its end could not be told.
  return !(await outboxes.isClaimed(item));
}
