import type { Logger } from 'pino';
import type { Queues } from '../queues/queues.ts';
import type { ReadBudget } from '../redis/read-budget.ts';
import type { WatchStore } from '../redis/watch-store.ts';
import type { WatchId } from '../watch/names.ts';
import { isLive } from '../watch/watch-record.ts';
import type { Presser } from './asker.ts';
import { quietly } from './quietly.ts';
import {
  type Forgotten,
  LOST,
  NOTHING_TO_REFRESH,
  type Refusal,
  tooManyQuestions,
} from './refusals.ts';
import type { InTime, NoAnswer, Uncertain } from './store-in-time.ts';

export type RefreshAnswer =
  | { readonly kind: 'refreshing' }
  | Refusal
  | Forgotten
  | NoAnswer
  | Uncertain;

export interface RefreshDependencies {
  readonly watches: WatchStore;
  readonly reads: ReadBudget;
  readonly queues: Queues;
  readonly inTime: InTime;
  readonly log: Logger;
}

/** Has a watch's operation looked at afresh, and its cards redrawn after that. */
export async function refreshWatch(
  { channel, user }: Presser,
  watchId: WatchId,
  { watches, reads, queues, inTime, log }: RefreshDependencies,
): Promise<RefreshAnswer> {
  const stored = await watches.load(watchId);
  // A channel's card may be lost while its watch goes on for another.
  if (!stored?.record.cards.some((card) => card.channel === channel)) return LOST;
  if (!isLive(stored.record)) return NOTHING_TO_REFRESH;
  const { subscriptionId } = stored.record.reference;
  const turn = await reads.ask(subscriptionId, user, `${user}/${watchId}`);
  if (turn.kind === 'held') {
    const seconds = Math.ceil(turn.ms / 1000);
    const explanation = `Azure asks not to be read for another ${seconds} s. I look again right after that.`;
    return { kind: 'refused', explanation };
  }
  // Whoever presses again then has the place that is kept meanwhile.
  if (turn.kind === 'wait') return tooManyQuestions(turn.ms);
  const storing = await inTime((deadline) => watches.askRefresh(watchId, deadline));
  if (storing.kind !== 'stored') return storing;
  quietly(watchId, log, () => queues.promotePoll(watchId));
  return { kind: 'refreshing' };
}
