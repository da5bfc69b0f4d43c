import type { Logger } from 'pino';
import type { ReadBudget } from '../redis/read-budget.ts';
import type { WatchStore } from '../redis/watch-store.ts';
import type { WatchPolicy } from '../watch/policy.ts';
import { isTooLong, readRounds } from '../watch/read-round.ts';

export interface RoundLogDependencies {
  readonly watches: WatchStore;
  readonly reads: ReadBudget;
  readonly policy: WatchPolicy;
  readonly log: Logger;
}

/** Says once in the log where a round of reads takes longer than POLL_MAX, and once when it no longer does. */
export function createRoundLog({ watches, reads, policy, log }: RoundLogDependencies) {
  let tooLong: ReadonlySet<string> = new Set();

  return async (): Promise<void> => {
    const rounds = readRounds(await watches.liveBySubscription(), reads.pace.intervalMs);
    const long = rounds.filter((round) => isTooLong(round, policy.pollMaxMs));
    for (const { subscriptionId, watches: count, ms } of long) {
      if (tooLong.has(subscriptionId)) continue;
      log.warn(
        {
          event: 'reads.round_too_long',
          subscription: subscriptionId,
          watches: count,
          roundMs: ms,
        },
        'raise ARM_READS_PER_SECOND, or watch fewer operations at a time',
      );
    }
    const now = new Set(long.map(({ subscriptionId }) => subscriptionId));
    for (const subscription of tooLong) {
      if (!now.has(subscription)) log.info({ event: 'reads.round_in_time', subscription });
    }
    tooLong = now;
  };
}
