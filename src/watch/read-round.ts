/** Reading all live watches of a subscription once, each in its turn. */
export interface ReadRound {
  readonly subscriptionId: string;
  readonly watches: number;
  /** How long it takes. */
  readonly ms: number;
}

/**
 * How long a round of reads takes in each subscription.
 *
 * @param watches how many live ones each has
 * @param intervalMs between two reads of a subscription
 */
export function readRounds(
  watches: ReadonlyMap<string, number>,
  intervalMs: number,
): readonly ReadRound[] {
  return [...watches].map(([subscriptionId, count]) => ({
    subscriptionId,
    watches: count,
    ms: count * intervalMs,
  }));
}

/** Whether a round takes so long that watches can't be read as often as they are to be. */
export function isTooLong({ ms }: ReadRound, pollMaxMs: number): boolean {
  return ms > pollMaxMs;
}
