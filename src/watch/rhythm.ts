import type { WatchPolicy } from './policy.ts';
import { estimatedEnd } from './progress.ts';
import type { LiveWatch } from './watch-record.ts';

/**
 * The part of the time to the estimated end that a pause may take. With a quarter, five reads bring
 * the end four times as near: few, and yet an estimate that is off by half is noticed in time.
 */
const SHARE_OF_REST = 1 / 4;

/** With so few readings, a watch has only just begun: somebody waits for its card. */
const FIRST_READS = 4;

/**
 * The pause after a snapshot, in milliseconds: quick at the start, slow in the long middle, quick near
 * the estimated end, and slower again the longer an estimate has been missed. An estimate never makes
 * it longer than the record's interval, nor shorter than POLL_MIN.
 *
 * @param record with the snapshot in it, and with the interval as it was before
 * @param now when the snapshot was taken, in milliseconds since the epoch
 */
export function snapshotPauseMs(record: LiveWatch, now: number, policy: WatchPolicy): number {
  const nearEndMs = nearEndPauseMs(record, now);
  return Math.min(record.intervalMs, Math.max(policy.pollMinMs, nearEndMs));
}

/** As much of a pause as a reading may be late, and the next one is planned as if it had not been. */
const LATE_SHARE = 1 / 4;

/**
 * When the pause after a reading begins, in milliseconds since the epoch: when it was due, where it came a
 * little late. So watches that once had to be read together, such as after a break of ours, are not read
 * together for good; and who waited for a turn in the read budget keeps the place that it was given.
 *
 * @param record as it was before the reading
 * @param queuedMs for how long the reading waited for its turn
 */
export function pauseBegins(
  { nextReadAt }: LiveWatch,
  now: number,
  queuedMs: number,
  pauseMs: number,
): number {
  const dueAt = nextReadAt + queuedMs;
  const lateMs = now - dueAt;
  return lateMs > 0 && lateMs <= pauseMs * LATE_SHARE ? dueAt : now;
}

/**
 * Reads that fall due within so long are due together: woken for each on its own, a worker with hundreds of
 * reads a second and its Redis take more processor time (docs/decisions/001-one-delayed-job-a-watch.md).
 */
const TOGETHER_MS = 40;

/** When a read is due that is planned for a time, in milliseconds since the epoch: then, or a little later. */
export function dueTogether(plannedAt: number): number {
  return Math.ceil(plannedAt / TOGETHER_MS) * TOGETHER_MS;
}

/** Whether the last reading was in an earlier minute. */
export function isNewMinute({ lastReadAt }: LiveWatch, now: number): boolean {
  const minuteOf = (at: number) => Math.floor(at / 60_000);
  return lastReadAt === undefined || minuteOf(lastReadAt) !== minuteOf(now);
}

/**
 * Whether a watch is among those that are read first where not all of a subscription can be read: it
 * has only just begun, it has not been seen yet though Azure may still show it, or its estimated end
 * would have it read more often than every POLL_MAX.
 *
 * @param now in milliseconds since the epoch
 */
export function hasPriority(record: LiveWatch, now: number, policy: WatchPolicy): boolean {
  if (record.reads < FIRST_READS) return true;
  // What can't be read for longer has no haste: it must not keep back those that can.
  if (record.latest === undefined) return record.watchedMs < policy.notFoundAfterMs;
  return nearEndPauseMs(record, now) < policy.pollMaxMs;
}

/**
 * Without an estimate the end is as far away as can be. Where all bytes are done there is none any more,
 * and the end was expected when an earlier one said.
 */
function nearEndPauseMs(record: LiveWatch, now: number): number {
  const endAt = estimatedEnd(record)?.at ?? record.expectedEndAt;
  return endAt === undefined ? Number.POSITIVE_INFINITY : Math.abs(endAt - now) * SHARE_OF_REST;
}
