import type { CardKey } from './names.ts';
import type { OutboxItem } from './outbox-item.ts';
import { isLive, type LiveWatch, type WatchRecord } from './watch-record.ts';

/** A decision: the next record, what it owes Slack, and which cards (by key) look different now. */
export interface Change<Next extends WatchRecord = WatchRecord> {
  readonly record: Next;
  readonly outbox: readonly OutboxItem[];
  readonly changedCards: readonly CardKey[];
}

/** Whether the watch goes on after it. */
export function goesOn(change: Change): change is Change<LiveWatch> {
  return isLive(change.record);
}
