const MINUTE_MS = 60_000;
const FIRST_PAUSE_MS = 2000;
/** On-call is to be woken soon after the pager is back. */
const LONGEST_PAUSE_MS = MINUTE_MS;
const REFUSED_AGAIN_MS = 5 * MINUTE_MS;
const REFUSED_FOR_MS = 24 * 60 * MINUTE_MS;

/**
 * For how many milliseconds a pager is left alone that does not answer and asks for no pause itself.
 *
 * @param failures how often in a row it did not answer before
 */
export function silentForMs(failures: number): number {
  return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(failures, 20));
}

/**
 * In how many milliseconds a pager is told once more what it has refused; undefined where it is given up.
 *
 * @param ageMs since it happened
 */
export function refusedAgainAfterMs(ageMs: number): number | undefined {
  return ageMs < REFUSED_FOR_MS ? REFUSED_AGAIN_MS : undefined;
}
