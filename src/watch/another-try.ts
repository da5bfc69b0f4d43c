import type { WatchId } from './names.ts';
import type { OutboxItem } from './outbox-item.ts';
import type { FailedBefore } from './watch-record.ts';

/** For so long a failure waits for another try. */
export const TRIED_AGAIN_WITHIN_MS = 7 * 86_400_000;
/** So many of them are told. */
const MOST_TOLD = 5;

/**
 * The failures after which an operation is another try: of the same kind on the same server, ended before it began,
 * within a week, and none that has succeeded since. An operation that was watched twice has failed once.
 *
 * @param failed of its series, in order
 * @param startedAt when it began, by Azure's clock
 */
export function triedBefore(
  failed: readonly FailedBefore[],
  startedAt: number,
): readonly FailedBefore[] {
  const byOperation = new Map<string, FailedBefore>();
  for (const each of failed) {
    const isBefore = each.at < startedAt && each.at >= startedAt - TRIED_AGAIN_WITHIN_MS;
    const operation = each.watchId.slice(0, each.watchId.lastIndexOf('-'));
    if (isBefore && !byOperation.has(operation)) byOperation.set(operation, each);
  }
  return [...byOperation.values()];
}

/** Tells in the threads of those failures that this try has succeeded. */
export function recoveries(
  watchId: WatchId,
  failed: readonly FailedBefore[],
  now: number,
): readonly OutboxItem[] {
  return failed.slice(-MOST_TOLD).map((before) => ({
    kind: 'alert-recovered',
    watchId,
    at: now,
    failed: before.watchId,
    failedAt: before.at,
    tries: failed.length + 1,
  }));
}
