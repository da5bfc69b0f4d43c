import { beginWatch, joinWatch, type Request } from '../watch/begin-watch.ts';
import type { Change } from '../watch/change.ts';
import type { OperationReference } from '../watch/operation-reference.ts';
import type { WatchPolicy } from '../watch/policy.ts';
import { type Card, isLive, type WatchRecord } from '../watch/watch-record.ts';
import { type Deadline, NEVER, type WatchStore } from './watch-store.ts';

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
  deadline: Deadline = NEVER,
): Promise<Begun> {
  const options = { presses: true, deadline };
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const { stored, nextId } = await store.newest(reference);
    if (stored && isLive(stored.record)) {
      const joining = joinWatch(stored.record, request, now);
      if (joining.kind === 'stands') return { ...joining, record: stored.record };
      const commit = await store.commit(stored.version, joining.change, options);
      if (commit.kind === 'done') return { kind: 'joined', change: joining.change };
    } else {
      const failureTold =
        stored?.record.failureTold === true || stored?.record.outcome.verdict === 'failed';
      const watch = { ...nextId, reference, failureTold };
      const change = beginWatch(watch, request, now, policy);
      const commit = await store.commit(0, change, options);
      if (commit.kind === 'done') return { kind: 'begun', change };
    }
  }
  throw new Error(
    `The watch of ${reference.operationId} changed ${TRIES} times while it was joined`,
  );
}
