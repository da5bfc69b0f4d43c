import type { Change } from './change.ts';
import { endWatch } from './end-watch.ts';
import { openCards } from './open-cards.ts';
import type { WatchPolicy } from './policy.ts';
import { READ_FAILURES } from './read-failures.ts';
import type { ReadFailure } from './reading.ts';
import { isNewMinute } from './rhythm.ts';
import { standingCards, type Trouble, type WatchRecord } from './watch-record.ts';

/**
 * We could not look. That is no news of the operation: the watch goes on, more slowly, and its card
 * says why it is not up to date. It ends only when Azure, for long enough, does not know the
 * operation, or when it never can be read here.
 *
 * @param observedMs how much of the time since the last reading counts
 */
export function takeFailure(
  record: WatchRecord,
  failure: ReadFailure,
  { now, observedMs }: { readonly now: number; readonly observedMs: number },
  policy: WatchPolicy,
): Change {
  const trouble = nextTrouble(record.trouble, failure, now, observedMs);
  const troubled: WatchRecord = {
    ...record,
    trouble,
    lastReadAt: now,
    nextReadAt: now + pauseMs(failure, trouble.count, policy),
  };
  const verdict = endingOf(troubled, trouble, policy);
  if (verdict) {
    const outcome = { verdict, at: now, explanation: failure.explanation };
    return endWatch(troubled, outcome, now, policy);
  }
  const opened = isShown(trouble) ? openCards(troubled, now) : { record: troubled, outbox: [] };
  const changed = mayLookDifferent(record, trouble, now);
  return { ...opened, changedCards: changed ? standingCards(record) : [] };
}

/** Whether cards may show something new: what is wrong, or, once a minute, what the time does to them. */
function mayLookDifferent(record: WatchRecord, trouble: Trouble, now: number): boolean {
  const before = record.trouble;
  return (
    before?.failure !== trouble.failure ||
    before.explanation !== trouble.explanation ||
    isShown(before) !== isShown(trouble) ||
    isNewMinute(record, now)
  );
}

/** Whether the card says so. */
export function isShown({ failure, blindCount }: Trouble): boolean {
  const { shownFrom } = READ_FAILURES[failure];
  return shownFrom !== 'never' && blindCount >= shownFrom;
}

function nextTrouble(
  before: Trouble | undefined,
  failure: ReadFailure,
  now: number,
  observedMs: number,
): Trouble {
  const kind = failure.failure;
  const isMissing = kind === 'not-found';
  const isBlinding = READ_FAILURES[kind].blinds === 'watch';
  const blindMs = before?.blindMs ?? 0;
  const missingMs = before?.missingMs ?? 0;
  // Missing is counted from one such answer to the next alone: in an outage nobody knows.
  const wasMissing = before?.failure === 'not-found';
  return {
    failure: kind,
    explanation: failure.explanation,
    ...(failure.code !== undefined && { code: failure.code }),
    since: before?.since ?? now,
    count: (before?.count ?? 0) + 1,
    blindCount: (before?.blindCount ?? 0) + (isMissing ? 0 : 1),
    blindMs: blindMs + (before && isBlinding ? observedMs : 0),
    missingMs: missingMs + (wasMissing && isMissing ? observedMs : 0),
  };
}

function endingOf(
  record: WatchRecord,
  trouble: Trouble,
  policy: WatchPolicy,
): 'not-found' | 'gone' | undefined {
  const { ends } = READ_FAILURES[trouble.failure];
  if (record.latest !== undefined) {
    const isGone = ends.seen === 'after GONE_AFTER' && trouble.missingMs >= policy.goneAfterMs;
    return isGone ? 'gone' : undefined;
  }
  switch (ends.unseen) {
    case 'at once':
      return 'not-found';
    case 'after NOT_FOUND_AFTER':
      return trouble.missingMs >= policy.notFoundAfterMs ? 'not-found' : undefined;
    case 'never':
      return undefined;
    default:
      return ends.unseen satisfies never;
  }
}

/**
 * Azure's wish wins where it is longer. Where it holds the whole subscription, nobody reads before its
 * time anyway; looking at the clock all the same is what tells people how long it lasts.
 */
function pauseMs(failure: ReadFailure, count: number, policy: WatchPolicy): number {
  const { pause, holdsSubscription } = READ_FAILURES[failure.failure];
  const backoff =
    pause === 'slow'
      ? policy.pollMaxMs
      : Math.min(policy.pollMaxMs, policy.pollMinMs * 2 ** Math.min(count - 1, 20));
  const wishMs = failure.retryAfterMs ?? 0;
  return Math.max(backoff, holdsSubscription ? Math.min(wishMs, policy.pollMaxMs) : wishMs);
}
