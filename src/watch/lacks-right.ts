import type { WatchPolicy } from './policy.ts';
import { READ_FAILURES } from './read-failures.ts';
import type { LiveWatch } from './watch-record.ts';

/**
 * Whether to look on is of no use to who waits for an end: we may not read it, or are not signed in. Where it was
 * seen before, that may pass; only what has lasted counts.
 */
export function lacksRight(
  { trouble, latest, conditions }: LiveWatch,
  { faultAfterMs }: Pick<WatchPolicy, 'faultAfterMs'>,
): boolean {
  if (!trouble) return false;
  const { failure, refusals } = trouble;
  if (failure !== 'forbidden' && READ_FAILURES[failure].signIn !== 'refused') return false;
  if (!latest) return true;
  return conditions.blind !== undefined || (refusals?.ms ?? 0) >= faultAfterMs;
}
