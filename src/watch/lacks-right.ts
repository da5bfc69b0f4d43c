import type { WatchPolicy } from './policy.ts';
import { READ_FAILURES } from './read-failures.ts';
import type { LiveWatch, Trouble } from './watch-record.ts';

/** A sign-in may fail because its host is not reached for a moment, or because it takes long. */
const SIGN_INS = 3;

/**
 * Whether to look on is of no use to who waits for an end: we may not read it, or are not signed in. Where it was
 * seen before, that may pass; only what has lasted counts.
 */
export function lacksRight(
  { trouble, latest, conditions }: LiveWatch,
  { faultAfterMs }: Pick<WatchPolicy, 'faultAfterMs'>,
): boolean {
  if (!trouble || !isOfRight(trouble)) return false;
  const { failure, refusals } = trouble;
  if (!latest) return failure !== 'unauthorized' || (refusals?.count ?? 0) >= SIGN_INS;
  return conditions.blind !== undefined || (refusals?.ms ?? 0) >= faultAfterMs;
}

/** Whether it is our right to read, or our sign-in, that is lacking. */
export function isOfRight({ failure }: Pick<Trouble, 'failure'>): boolean {
  return failure === 'forbidden' || READ_FAILURES[failure].signIn === 'refused';
}
