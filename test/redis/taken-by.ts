import type { CareChange } from '../../src/redis/acknowledgement-store.ts';
import type { Acknowledgement } from '../../src/watch/acknowledgement.ts';
import { userNamed } from '../names.ts';

/** Somebody takes on what they have seen that nobody looked after. */
export function takenBy(
  user: string,
  at = 1,
  more: Pick<Acknowledgement, 'until' | 'done'> & { readonly seenAt?: number } = {},
): CareChange {
  const { seenAt = 0, ...how } = more;
  const by = userNamed(user);
  return { by, at, seenAt, acknowledgement: { by, at, ...how } };
}

/** Somebody no longer looks after what they have seen to stand so since then. */
export function takenBackBy(user: string, at: number, seenAt: number): CareChange {
  return { by: userNamed(user), at, seenAt, acknowledgement: undefined };
}
