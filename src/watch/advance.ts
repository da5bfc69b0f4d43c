import type { Change } from './change.ts';
import type { WatchPolicy } from './policy.ts';
import type { Reading } from './reading.ts';
import { takeFailure } from './take-failure.ts';
import { takeSnapshot } from './take-snapshot.ts';
import { isLive, type WatchRecord } from './watch-record.ts';

/**
 * Decides what one reading means for a watch: its verdict, what is to be told, whether its cards
 * change, and when to read next.
 *
 * @param now when the reading was taken, in milliseconds since the epoch
 * @returns the record unchanged where it has ended already: a verdict is never left, and nothing is
 *   ever told twice
 */
export function advance(
  record: WatchRecord,
  reading: Reading,
  now: number,
  policy: WatchPolicy,
): Change {
  if (!isLive(record)) return { record, outbox: [], changedCards: [] };
  return reading.kind === 'snapshot'
    ? takeSnapshot(record, reading, now, policy)
    : takeFailure(record, reading, now, policy);
}
