import type { OutboxItem } from './outbox-item.ts';
import type { WatchRecord } from './watch-record.ts';

/** A decision: the next record, what it owes Slack, and which cards (by key) look different now. */
export interface Change {
  readonly record: WatchRecord;
  readonly outbox: readonly OutboxItem[];
  readonly changedCards: readonly string[];
}
