import type { Reading } from '../watch/reading.ts';
import type { WatchRecord } from '../watch/watch-record.ts';

/**
 * When a watch's job wakes up. After a failure, watches that failed together are spread over a quarter
 * of the pause: earlier as a rule, later where Azure has named the time, and never before that.
 *
 * @param chance from 0 to 1
 */
export function wakeTime(
  { nextReadAt }: WatchRecord,
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
