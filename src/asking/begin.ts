import type { Deadline } from '../redis/deadline.ts';
import type { WatchStore } from '../redis/watch-store.ts';
import { beginWatch, joinWatch, type Request } from '../watch/begin-watch.ts';
import type { Change } from '../watch/change.ts';
import type { OperationReference } from '../watch/operation-reference.ts';
import type { WatchPolicy } from '../watch/policy.ts';
import { type Card, stoppedCards } from '../watch/watch-card.ts';
import { isLive, type WatchRecord } from '../watch/watch-record.ts';

export type Begun =
  | { readonly kind: 'begun' | 'joined'; readonly change: Change }
  | { readonly kind: 'stands'; readonly record: WatchRecord; readonly card: Card };

const TRIES = 20;

/**
 * Begins the watch of an operation, or joins the one that stands: one watch an operation and one
 * card a channel, however many people ask at the same moment. Safe to repeat.
 */
export async function begin(
  store: WatchStore,
  reference: OperationReference,
  request: Request,
  now: number,
  policy: WatchPolicy,
  deadline: Deadline,
): Promise<Begun> {
  const options = { hasPriority: true, deadline };
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const { stored, nextId } = await store.newest(reference);
    if (stored && isLive(stored.record)) {
      const { record } = stored;
      const told = await store.toldCards(record.id, stoppedCards(record, request.channel));
      const joining = joinWatch(record, request, now, told);
      if (joining.kind === 'stands') return { ...joining, record };
      const commit = await store.commit(stored.version, joining.change, options);
      if (commit.kind !== 'done') continue;
      // It has been joined; what is left of those cards ends with the watch at the latest.
      await store.forgetCards(record.id, told).catch(() => undefined);
      return { kind: 'joined', change: joining.change };
    } else {
      const watch = { ...nextId, reference };
      const change = beginWatch(watch, request, now, policy, stored?.record);
      const commit = await store.commit(0, change, options);
      if (commit.kind === 'done') return { kind: 'begun', change };
    }
  }
  throw new Error(
    `The watch of ${reference.operationId} changed ${TRIES} times while it was joined`,
  );
}
