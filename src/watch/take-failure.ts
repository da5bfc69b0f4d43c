import type { Change } from './change.ts';
import { endWatch } from './end-watch.ts';
import { openCards } from './open-cards.ts';
import type { WatchPolicy } from './policy.ts';
import type { FailureKind, ReadFailure } from './reading.ts';
import { standingCards, type Trouble, type WatchRecord } from './watch-record.ts';

/**
 * We could not look. That is no news of the operation: the watch goes on, more slowly, and its card
 * says why it is not up to date. It ends only when Azure, for long enough, does not know the
 * operation, or when it never can be read here.
 */
export function takeFailure(
  record: WatchRecord,
  failure: ReadFailure,
  now: number,
  policy: WatchPolicy,
): Change {
  const trouble = nextTrouble(record.trouble, failure, now);
  const { holdUntil: _over, ...rest } = record;
  const troubled: WatchRecord = {
    ...rest,
    trouble,
    lastReadAt: now,
    nextReadAt: now + pauseMs(failure, trouble.count, policy),
    ...(failure.failure === 'throttled' &&
      failure.retryAfterMs !== undefined && { holdUntil: now + failure.retryAfterMs }),
  };
  const verdict = endingOf(troubled, trouble, now, policy);
  if (verdict) {
    return endWatch(troubled, { verdict, at: now, explanation: failure.explanation }, now);
  }
  if (!isShown(trouble)) {
    return { record: troubled, outbox: [], changedCards: standingCards(record) };
  }
  return { ...openCards(troubled, now), changedCards: standingCards(record) };
}

/** A single slip is not worth a word; what only a person can mend is, and so is the second in a row. */
export function isShown(trouble: Trouble): boolean {
  if (trouble.failure === 'not-found') return false;
  return trouble.count > 1 || isForPeople(trouble.failure);
}

function isForPeople(kind: FailureKind): boolean {
  return kind === 'forbidden' || kind === 'unauthorized' || kind === 'unsupported';
}

function nextTrouble(before: Trouble | undefined, failure: ReadFailure, now: number): Trouble {
  const missingSince = before?.missingSince ?? (failure.failure === 'not-found' ? now : undefined);
  return {
    failure: failure.failure,
    explanation: failure.explanation,
    ...(failure.code !== undefined && { code: failure.code }),
    since: before?.since ?? now,
    count: (before?.count ?? 0) + 1,
    ...(missingSince !== undefined && { missingSince }),
  };
}

function endingOf(
  record: WatchRecord,
  trouble: Trouble,
  now: number,
  policy: WatchPolicy,
): 'not-found' | 'gone' | undefined {
  const neverSeen = record.latest === undefined;
  if (trouble.failure === 'unsupported') return neverSeen ? 'not-found' : undefined;
  if (trouble.failure !== 'not-found' || trouble.missingSince === undefined) return undefined;
  const missingMs = now - trouble.missingSince;
  if (neverSeen) return missingMs >= policy.notFoundAfterMs ? 'not-found' : undefined;
  return missingMs >= policy.goneAfterMs ? 'gone' : undefined;
}

/** Doubles from POLL_MIN to POLL_MAX; slow at once where only a person can help; Azure's wish wins. */
function pauseMs(failure: ReadFailure, count: number, policy: WatchPolicy): number {
  const backoff = isForPeople(failure.failure)
    ? policy.pollMaxMs
    : Math.min(policy.pollMaxMs, policy.pollMinMs * 2 ** Math.min(count - 1, 20));
  return Math.max(backoff, failure.retryAfterMs ?? 0);
}
