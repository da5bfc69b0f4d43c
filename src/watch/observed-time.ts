import type { WatchRecord } from './watch-record.ts';

/** A reading may come this much later than planned, and the wait still counts in full. */
const LATE_MS = 5000;

/**
 * How much of the time since the last reading we can vouch for, in milliseconds. "Missing for ten
 * minutes" means ten minutes in which we looked: a clock that was set counts for nothing, and an outage
 * of ours for hardly more than the pause that was planned.
 *
 * @param heldBackMs for how long the read budget made the reading wait beyond its plan: as good as
 *   planned, or a watch that is seldom read would hardly grow older
 */
export function observedMs(
  { begunAt, lastReadAt = begunAt, nextReadAt }: WatchRecord,
  now: number,
  heldBackMs = 0,
): number {
  const plannedMs = Math.max(0, nextReadAt - lastReadAt) + Math.max(0, heldBackMs);
  return Math.min(Math.max(0, now - lastReadAt), 1.1 * plannedMs + LATE_MS);
}
