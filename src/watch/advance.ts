import { afterFailure } from './after-failure.ts';
import { afterSnapshot } from './after-snapshot.ts';
import { type Change, goesOn } from './change.ts';
import { endWatch } from './end-watch.ts';
import { judgeConditions } from './judge-conditions.ts';
import { withPagerEvents } from './pager-events.ts';
import type { WatchPolicy } from './policy.ts';
import type { Reading } from './reading.ts';
import type { LiveWatch } from './watch-record.ts';

/** A reading may come this much later than planned, and the wait still counts in full. */
const LATE_MS = 5000;

/**
 * Decides what one reading means for a watch: its verdict and conditions, what is to be told, whether
 * its cards change, and when to read next.
 *
 * @param now when the reading was taken, in milliseconds since the epoch
 * @param queuedMs for how long the reading waited for its turn in the read budget
 */
export function advance(
  record: LiveWatch,
  reading: Reading,
  now: number,
  policy: WatchPolicy,
  queuedMs = 0,
): Change {
  const observed = observedMs(record, now, queuedMs);
  const counted: LiveWatch = {
    ...record,
    reads: record.reads + 1,
    watchedMs: record.watchedMs + observed,
    unmovedMs: record.unmovedMs + observed,
  };
  const after =
    reading.kind === 'snapshot'
      ? afterSnapshot(counted, reading, { now, queuedMs }, policy)
      : afterFailure(counted, reading, { now, observedMs: observed }, policy);
  return withPagerEvents(goOn(after, reading, now, policy), policy.pagers);
}

function goOn(after: Change, reading: Reading, now: number, policy: WatchPolicy): Change {
  if (!goesOn(after)) return after;
  return after.record.watchedMs >= policy.watchForMs
    ? giveUp(after, now, policy)
    : judgeConditions(after, reading, now, policy);
}

/** What the reading itself brought is told all the same. */
function giveUp(after: Change<LiveWatch>, now: number, policy: WatchPolicy): Change {
  const { watchedMs } = after.record;
  const ended = endWatch(after.record, { verdict: 'abandoned', at: now, watchedMs }, policy);
  return { ...ended, outbox: [...after.outbox, ...ended.outbox] };
}

/**
 * How much of the time since the last reading we can vouch for, in milliseconds. "Missing for ten
 * minutes" means ten minutes in which we looked: a clock that was set counts for nothing, and an outage
 * of ours for hardly more than the pause that was planned.
 *
 * @param queuedMs for how long the reading waited for its turn in the read budget: as good as planned,
 *   or a watch that is seldom read would hardly grow older
 */
export function observedMs(
  { begunAt, lastReadAt = begunAt, nextReadAt }: LiveWatch,
  now: number,
  queuedMs = 0,
): number {
  const plannedMs = Math.max(0, nextReadAt - lastReadAt) + Math.max(0, queuedMs);
  return Math.min(Math.max(0, now - lastReadAt), 1.1 * plannedMs + LATE_MS);
}
