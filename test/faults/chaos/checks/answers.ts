import type { Attempt } from './observation.ts';

/** The bot has said that it watches. */
export function isAccepted({ outcome }: Attempt): boolean {
  return outcome.kind === 'answered' && /Watching|is being watched here already/.test(outcome.text);
}

/** The bot has said that it does not, and that nothing has been kept. */
export function isRefused(attempt: Attempt): boolean {
  return attempt.outcome.kind === 'answered' && !isAccepted(attempt);
}

/** The bot has said that it goes on as before. */
export function isStopRefused({ outcome }: Attempt): boolean {
  return outcome.kind === 'answered' && !/no longer watched/.test(outcome.text);
}
