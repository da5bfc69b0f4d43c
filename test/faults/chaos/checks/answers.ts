import type { Attempt } from './observation.ts';

/** The bot has said that it watches: a status says so without a promise. */
export function isAccepted({ kind, outcome }: Attempt): boolean {
  return (
    kind !== 'status' &&
    outcome.kind === 'answered' &&
    /Watching|is being watched here already/.test(outcome.text)
  );
}

/** The bot has said that it does not, and that nothing has been kept. */
export function isRefused(attempt: Attempt): boolean {
  return attempt.outcome.kind === 'answered' && !isAccepted(attempt) && !isOpen(attempt);
}

/** Nothing was said, since another delivery of the same is answered, or that nobody can tell. */
function isOpen({ outcome }: Attempt): boolean {
  return outcome.kind === 'answered' && /^$|can’t tell whether it was done/.test(outcome.text);
}

/** The bot has said that it goes on as before. */
export function isStopRefused(attempt: Attempt): boolean {
  const { outcome } = attempt;
  const isStopped = outcome.kind === 'answered' && /no longer watched/.test(outcome.text);
  return outcome.kind === 'answered' && !isStopped && !isOpen(attempt);
}
