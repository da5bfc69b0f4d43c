import type { Change } from './change.ts';
import { endWatch } from './end-watch.ts';
import { openCards } from './open-cards.ts';
import type { WatchPolicy } from './policy.ts';
import { isShown, READ_FAILURES } from './read-failures.ts';
import type { ReadFailure } from './reading.ts';
import { isNewMinute } from './rhythm.ts';
import { nextRefusals } from './sign-in-refusals.ts';
import { standingCards } from './watch-card.ts';
import type { LiveWatch, Trouble } from './watch-record.ts';

/**
 * We could not look. That is no news of the operation: the watch goes on, more slowly, and its card
 * says why it is not up to date. It ends only when Azure, for long enough, does not know the
 * operation, or when it never can or may be read here.
 *
 * @param observedMs how much of the time since the last reading counts
 */
export function afterFailure(
  record: LiveWatch,
  failure: ReadFailure,
  { now, observedMs }: { readonly now: number; readonly observedMs: number },
  policy: WatchPolicy,
): Change {
  const trouble = nextTrouble(record.trouble, failure, now, observedMs);
  const troubled: LiveWatch = {
    ...record,
    trouble,
    lastReadAt: now,
    nextReadAt: now + pauseMs(failure, trouble.count, policy),
  };
  const verdict = endingOf(troubled, trouble, policy);
  // That it had ended was seen, and in which word.
  if (verdict === 'gone' && record.endSeenMs !== undefined) {
    return endWatch(troubled, { verdict: 'ended-otherwise', at: now }, policy);
  }
  if (verdict) {
    const { explanation } = failure;
    return endWatch(troubled, { verdict, at: now, explanation }, policy);
  }
  const opened = isShown(trouble) ? openCards(troubled, now) : { record: troubled, outbox: [] };
  const changed = mayLookDifferent(record, trouble, now);
  return { ...opened, changedCards: changed ? standingCards(record) : [] };
}

/** Whether cards may show something new: what is wrong, or, once a minute, what the time does to them. */
function mayLookDifferent(record: LiveWatch, trouble: Trouble, now: number): boolean {
  const before = record.trouble;
  return (
    before?.failure !== trouble.failure ||
    before.explanation !== trouble.explanation ||
    isShown(before) !== isShown(trouble) ||
    isNewMinute(record, now)
  );
}

function nextTrouble(
  before: Trouble | undefined,
  failure: ReadFailure,
  now: number,
  observedMs: number,
): Trouble {
  const kind = failure.failure;
  const isMissing = kind === 'not-found';
  const isBlinding = READ_FAILURES[kind].blinds !== 'nobody';
  const blindMs = before?.blindMs ?? 0;
  const missingMs = before?.missingMs ?? 0;
  // Missing is counted from one such answer to the next alone: in an outage nobody knows.
  const wasMissing = before?.failure === 'not-found';
  const refusals = nextRefusals(before?.refusals, failure, now, observedMs);
  return {
    failure: kind,
    explanation: failure.explanation,
    ...(failure.code !== undefined && { code: failure.code }),
    since: before?.since ?? now,
    count: (before?.count ?? 0) + 1,
    blindCount: (before?.blindCount ?? 0) + (isMissing ? 0 : 1),
    blindMs: blindMs + (before && isBlinding ? observedMs : 0),
    missingMs: missingMs + (wasMissing && isMissing ? observedMs : 0),
    ...(refusals && { refusals }),
  };
}

function endingOf(
  record: LiveWatch,
  trouble: Trouble,
  policy: WatchPolicy,
): 'not-found' | 'gone' | 'off-limits' | undefined {
  const { ends } = READ_FAILURES[trouble.failure];
  if (record.latest !== undefined) {
    if (ends.seen === 'off-limits at once') return 'off-limits';
    const isGone = ends.seen === 'after GONE_AFTER' && trouble.missingMs >= policy.goneAfterMs;
    return isGone ? 'gone' : undefined;
  }
  switch (ends.unseen) {
    case 'at once':
      return 'not-found';
    case 'off-limits at once':
      return 'off-limits';
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
