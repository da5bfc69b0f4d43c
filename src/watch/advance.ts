import type { Change } from './change.ts';
import { endWatch } from './end-watch.ts';
import { judgeConditions } from './judge-conditions.ts';
import { observedMs } from './observed-time.ts';
import type { WatchPolicy } from './policy.ts';
import type { Reading } from './reading.ts';
import { takeFailure } from './take-failure.ts';
import { takeSnapshot } from './take-snapshot.ts';
import { isLive, type WatchRecord } from './watch-record.ts';

/**
 * Decides what one reading means for a watch: its verdict and conditions, what is to be told, whether
 * its cards change, and when to read next.
 *
 * @param now when the reading was taken, in milliseconds since the epoch
 * @param heldBackMs for how long the read budget made the reading wait beyond its plan
 * @returns the record unchanged where it has ended already: a verdict is never left, and nothing is
 *   ever told twice
 */
export function advance(
  record: WatchRecord,
  reading: Reading,
  now: number,
  policy: WatchPolicy,
  heldBackMs = 0,
): Change {
  if (!isLive(record)) return { record, outbox: [], changedCards: [] };
  const observed = observedMs(record, now, heldBackMs);
  const counted: WatchRecord = {
    ...record,
    reads: record.reads + 1,
    watchedMs: record.watchedMs + observed,
    unmovedMs: record.unmovedMs + observed,
  };
  const taken =
    reading.kind === 'snapshot'
      ? takeSnapshot(counted, reading, now, policy)
      : takeFailure(counted, reading, { now, observedMs: observed }, policy);
  if (!isLive(taken.record)) return taken;
  return taken.record.watchedMs >= policy.watchForMs
    ? giveUp(taken, now, policy)
    : judgeConditions(taken, reading, now, policy);
}

/** What the reading itself brought is told all the same. */
function giveUp(taken: Change, now: number, policy: WatchPolicy): Change {
  const ended = endWatch(taken.record, { verdict: 'abandoned', at: now }, now, policy);
  return { ...ended, outbox: [...taken.outbox, ...ended.outbox] };
}
