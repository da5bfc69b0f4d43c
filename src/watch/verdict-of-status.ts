import type { Snapshot } from './snapshot.ts';

/** How an operation stands by one answer of Azure's. */
export type AzureVerdict = 'running' | 'succeeded' | 'failed' | 'canceled' | 'ended-otherwise';

/** By the word in small letters. The first three lines are documented. */
const VERDICTS: Readonly<Record<string, AzureVerdict>> = {
  ...{ succeeded: 'succeeded', completed: 'succeeded' },
  failed: 'failed',
  ...{ canceled: 'canceled', cancelled: 'canceled' },
  ...{ success: 'succeeded', successful: 'succeeded' },
  ...sameFor('ended-otherwise', ['faulted', 'error', 'timedout', 'timeout', 'expired']),
  ...sameFor('ended-otherwise', ['aborted', 'terminated', 'rejected', 'stopped']),
  ...sameFor('ended-otherwise', ['partiallysucceeded', 'partiallycompleted', 'partiallyfailed']),
  ...sameFor('ended-otherwise', ['succeededwitherrors', 'succeededwithwarnings']),
  ...sameFor('ended-otherwise', ['completedwitherrors', 'completedwithwarnings']),
};

/** Success only where Azure gives it an end and no error: alone, they may be the word of a phase. */
const GOOD_ENDS = new Set(['complete', 'done', 'finished', 'ok']);
/** As good as no other word is, whatever stands beside them. */
const DOCUMENTED = new Set(['succeeded', 'completed', 'failed', 'canceled', 'cancelled']);
/** What goes on goes on, even where an end is given: some services send their estimate there. */
const GOES_ON =
  /ing$|progress$|^(?:accepted|queued|scheduled|notstarted|started|created|new|paused)$/;

/** A clock of Azure's may be ahead of ours. An end that lies further ahead is an estimate. */
const CLOCKS_DIFFER_MS = 60_000;

function sameFor(verdict: AzureVerdict, words: readonly string[]): Record<string, AzureVerdict> {
  return Object.fromEntries(words.map((word) => [word, verdict]));
}

/**
 * What Azure's free-text status means, without regard to case. An end is an end: a word that nobody
 * documented goes on (`Importing`, `CancelInProgress`) unless it sounds like an end, or Azure gives it an
 * `endTime`. Nothing but Azure's own `Failed` is called failed.
 *
 * @param now in milliseconds since the epoch
 */
export function verdictOfStatus(
  { status, endedAt, error }: Pick<Snapshot, 'status' | 'endedAt' | 'error'>,
  now: number,
): AzureVerdict {
  const word = wordOf(status);
  const byWord = Object.hasOwn(VERDICTS, word) ? VERDICTS[word] : undefined;
  if (byWord === 'succeeded' && error && !DOCUMENTED.has(word)) return 'ended-otherwise';
  if (byWord !== undefined) return byWord;
  const hasEnded = endedAt !== undefined && endedAt <= now + CLOCKS_DIFFER_MS;
  if (!hasEnded || GOES_ON.test(word)) return 'running';
  return GOOD_ENDS.has(word) && !error ? 'succeeded' : 'ended-otherwise';
}

/** Whether somebody has asked Azure to cancel a running operation: `CancelInProgress`, `Canceling`, `Cancelling`. */
export function isBeingCanceled({ status }: Pick<Snapshot, 'status'>): boolean {
  return /^cancel/.test(wordOf(status));
}

/** In small letters, without spaces, `_` and `-`. */
function wordOf(status: string): string {
  return status.toLowerCase().replaceAll(/[\s_-]/g, '');
}
