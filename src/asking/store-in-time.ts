import type { Logger } from 'pino';
import type { Deadline } from '../redis/deadline.ts';
import { NothingStored, StoreUncertain } from '../redis/store-safely.ts';
import type { WatchStore } from '../redis/watch-store.ts';

/** What keeps our memory from its work, for people. */
export interface MemoryTrouble {
  /** A sentence without its full stop, as is the next. */
  readonly problem: string;
  /** What whoever runs the bot can do. */
  readonly advice: string;
  /** It may well be over in a minute without anybody's help. */
  readonly passes: boolean;
}

/** Our memory can't do it, or did not come to it in time: nothing has been done, and nothing will be. */
export interface NoAnswer {
  readonly kind: 'no-answer';
  readonly why: MemoryTrouble | undefined;
}

/** Our memory broke off in the middle of it: nobody can tell whether it has been done. */
export interface Uncertain {
  readonly kind: 'uncertain';
  readonly why: MemoryTrouble | undefined;
}

/** What is behind an error of our memory; undefined where nobody knows. */
export type ExplainTrouble = (error: unknown) => MemoryTrouble | undefined;

/**
 * Stores what a person wishes while they wait for it. The only place from which a deadline is had, which
 * whatever is stored here takes: so nobody is told that nothing has been done of what is done later.
 *
 * @param store all that is stored takes the deadline that it is given
 * @returns what was stored, or what the asker is to be told instead
 * @throws what keeps it from being stored for another reason, such as a Redis that does not answer a read
 */
export type InTime = <Stored>(
  store: (deadline: Deadline) => Promise<Stored>,
) => Promise<{ readonly kind: 'stored'; readonly stored: Stored } | NoAnswer | Uncertain>;

/** Before the asker is told that it can't be done, with time for the answer's way. */
const STORE_WITHIN_MS = 1000;

export function createInTime(watches: WatchStore, trouble: ExplainTrouble, log: Logger): InTime {
  return async (store) => {
    try {
      const deadline = await watches.deadline(STORE_WITHIN_MS);
      return { kind: 'stored', stored: await store(deadline) };
    } catch (error) {
      if (error instanceof NothingStored) {
        log.warn({ event: 'asking.no_answer', detail: error.message });
        return { kind: 'no-answer', why: trouble(error) };
      }
      if (error instanceof StoreUncertain) {
        log.warn({ event: 'asking.uncertain', detail: error.message });
        return { kind: 'uncertain', why: trouble(error) };
      }
      throw error;
    }
  };
}
