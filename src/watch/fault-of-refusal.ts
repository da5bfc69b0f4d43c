import { type FaultName, faultNames } from './names.ts';
import type { WatchPolicy } from './policy.ts';
import { READ_FAILURES } from './read-failures.ts';
import type { SignInRefusal } from './reading.ts';
import { isLive, type LiveWatch, type Refusals, type WatchRecord } from './watch-record.ts';

/**
 * What a refusal of our sign-in is a fault of, where it tells by itself; undefined where a subscription refuses
 * our token, which others may take.
 */
export function faultByItself(
  refusal: SignInRefusal,
  subscriptionId: string,
): FaultName | undefined {
  switch (refusal.by) {
    case 'authority':
      return faultNames.signIn;
    case 'tenant':
      return refusal.tenant === undefined
        ? faultNames.subscription(subscriptionId)
        : faultNames.tenant(refusal.tenant);
    case 'subscription':
      return undefined;
    default:
      return refusal satisfies never;
  }
}

/**
 * Whether a subscription alone refuses our token, or all do: by how the watches of the others fared since then. One
 * that has worked tells; where none has, those are waited for that have not been read since.
 *
 * @param refusals of a watch of this subscription
 * @returns undefined where it is too early to tell
 */
export function faultByOthers(
  subscriptionId: string,
  refusals: Refusals,
  records: readonly WatchRecord[],
  { faultAfterMs, pollMaxMs }: Pick<WatchPolicy, 'faultAfterMs' | 'pollMaxMs'>,
): FaultName | undefined {
  const others = records
    .filter(isLive)
    .filter(({ reference }) => reference.subscriptionId !== subscriptionId);
  const read = others.filter(({ lastReadAt = 0 }) => lastReadAt > refusals.since);
  if (read.some(isSignedIn)) return faultNames.subscription(subscriptionId);
  // They may be held, or have no turn: that must not keep on-call from hearing of it.
  const isLongEnough = refusals.ms >= faultAfterMs + 2 * pollMaxMs;
  return read.length === others.length || isLongEnough ? faultNames.signIn : undefined;
}

/** Whether the last reading of a watch showed that Azure takes our sign-in there. */
function isSignedIn({ trouble }: LiveWatch): boolean {
  return trouble === undefined || READ_FAILURES[trouble.failure].signIn === 'works';
}
