import type { Reading } from './reading.ts';
import type { LiveWatch } from './watch-record.ts';

/**
 * When a watch's job wakes up. After a failure, watches that failed together are spread over a quarter
 * of the pause: earlier as a rule, later where Azure has named the time, and never before that.
 *
 * @param chance from 0 to 1
 */
export function wakeTime(
  { nextReadAt }: LiveWatch,
  reading: Reading,
  now: number,
  chance: number,
): number {
  if (reading.kind === 'snapshot') return nextReadAt;
  const pauseMs = nextReadAt - now;
  const askedMs = reading.retryAfterMs ?? 0;
  if (askedMs >= pauseMs) return nextReadAt + (pauseMs / 10) * chance;
  return Math.max(now + askedMs, nextReadAt - (pauseMs / 4) * chance);
}

/** A reading that is due is taken within this time, or something is wrong. */
export const READ_LATE_MS = 5000;

/**
 * Whether a next read that lies far ahead was planned so. Where the clock was set back it was not: then
 * the last read lies ahead, too.
 */
export function isReadPlanned({ begunAt, lastReadAt = begunAt }: LiveWatch, now: number): boolean {
  return now >= lastReadAt - READ_LATE_MS;
}
