import type { WatchPolicy } from './policy.ts';
import { READ_FAILURES } from './read-failures.ts';
import type { ReadFailure, SignInRefusal } from './reading.ts';
import type { Refusals } from './watch-record.ts';

/** Who refuses our sign-in, where a failure says so. */
export function refusalOf(failure: ReadFailure): SignInRefusal | undefined {
  if (READ_FAILURES[failure.failure].signIn !== 'refused') return undefined;
  if (failure.failure === 'other-tenant')
    return failure.refusal ?? { by: 'tenant', tenant: undefined };
  return failure.refusal ?? { by: 'subscription', isFresh: false };
}

/**
 * Counts the refusals of a watch on. What does not tell of our sign-in leaves them as they are; a refusal of
 * another kind begins anew, since it may be another fault.
 *
 * @param observedMs how much of the time since the last reading counts
 */
export function nextRefusals(
  before: Refusals | undefined,
  failure: ReadFailure,
  now: number,
  observedMs: number,
): Refusals | undefined {
  const refusal = refusalOf(failure);
  if (!refusal) return READ_FAILURES[failure.failure].signIn === 'works' ? undefined : before;
  const as = refusal.by === 'tenant' ? 'other-tenant' : 'unauthorized';
  const tenant = refusal.by === 'tenant' ? refusal.tenant : undefined;
  const goesOn = before?.as === as && before.tenant === tenant;
  return {
    as,
    ...(tenant !== undefined && { tenant }),
    since: goesOn ? before.since : now,
    count: goesOn ? before.count + 1 : 1,
    ms: goesOn ? before.ms + observedMs : 0,
  };
}

/**
 * Whether a refusal is more than what heals by itself: it has lasted for FAULT_AFTER, or a token was refused that
 * we had just got in place of a refused one.
 *
 * @param refusals this one included
 */
export function hasLasted(
  refusals: Refusals,
  refusal: SignInRefusal,
  { faultAfterMs }: Pick<WatchPolicy, 'faultAfterMs'>,
): boolean {
  const isFresh = refusal.by === 'subscription' && refusal.isFresh;
  return isFresh || (refusals.count > 1 && refusals.ms >= faultAfterMs);
}
