import type { AskerId } from '../watch/askers.ts';
import type { Connection, RedisClient } from './connection.ts';
import type { Keys } from './keys.ts';
import { askRead } from './steps/ask-read.ts';
import { hold } from './steps/hold.ts';
import { slowTurns } from './steps/slow-turns.ts';

/** How often a subscription may be read. */
export interface ReadPace {
  readonly intervalMs: number;
  readonly atOnce: number;
}

/** `held`: Azure asks that the subscription is not read, for so many milliseconds. */
export type ReadTurn =
  | { readonly kind: 'granted' }
  | { readonly kind: 'wait' | 'held'; readonly ms: number };

/** What people have of the reads for their questions, also while watches could use all of them. */
const PEOPLES_SHARE = 1 / 5;
/** What they may have at once: as many reads as the whole takes so many seconds for. */
const AT_ONCE_SECONDS = 2;

/** No more is left of Azure's budget, of 250 reads, than it gives back in a second. */
const LOW_REMAINING = 25;
/** For so long nobody reads when nothing at all is left. */
const LONGEST_SLOWING_MS = 1000;

/**
 * How often Azure is read: so many times a second for each subscription, and not at all while it asks to
 * be left alone. All processes share it through Redis. A watch takes its turn when its
 * reading begins, in `WatchStore.beginRead`; people's questions have a share of their own. Those who wait take turns by
 * asker, so that nobody who asks for much keeps others waiting. Every method rejects while Redis does not answer.
 */
export class ReadBudget {
  readonly #redis: RedisClient;
  readonly #keys: Keys;
  /** Of each subscription. */
  readonly pace: ReadPace;
  /** Of people's share in that. */
  readonly share: ReadPace;

  /** @param readsPerSecond of a subscription */
  constructor({ client, keys }: Connection, readsPerSecond: number) {
    this.#redis = client;
    this.#keys = keys;
    this.pace = { intervalMs: 1000 / readsPerSecond, atOnce: readsPerSecond };
    this.share = {
      intervalMs: this.pace.intervalMs / PEOPLES_SHARE,
      atOnce: readsPerSecond * AT_ONCE_SECONDS,
    };
  }

  /**
   * Nobody reads the subscription for a while.
   *
   * @param ms from now on
   */
  async hold(subscriptionId: string, ms: number): Promise<void> {
    if (ms <= 0) return;
    await hold(this.#redis, {
      holds: this.#keys.holds,
      name: subscriptionId,
      holdMs: Math.ceil(ms),
    });
  }

  /**
   * Asks for a turn to read for a person. Who is told to wait keeps a place, and is to ask again after that time, or
   * loses it a little later.
   *
   * @param question names what waits
   */
  async ask(subscriptionId: string, asker: AskerId, question: string): Promise<ReadTurn> {
    const [kind, ms] = await askRead(this.#redis, {
      holds: this.#keys.holds,
      budget: this.#keys.budget(`questions/${subscriptionId}`),
      wholeBudget: budgetOf(this.#keys, subscriptionId),
      subscription: subscriptionId,
      question,
      asker,
      ...this.share,
      wholeIntervalMs: this.pace.intervalMs,
      wholeAtOnce: this.pace.atOnce,
    });
    return kind === 'granted' ? { kind } : { kind, ms };
  }

  /**
   * Minds what Azure says is left of its own budget, which others use too: the less, the longer nobody
   * reads, so that it need not refuse us.
   */
  async mind(subscriptionId: string, remainingReads: number): Promise<void> {
    if (remainingReads >= LOW_REMAINING) return;
    const pauseMs = Math.ceil(
      (LONGEST_SLOWING_MS * (LOW_REMAINING - remainingReads)) / LOW_REMAINING,
    );
    await slowTurns(this.#redis, {
      budget: budgetOf(this.#keys, subscriptionId),
      ...this.pace,
      pauseMs,
    });
  }
}

function budgetOf(keys: Keys, subscriptionId: string) {
  return keys.budget(`reads/${subscriptionId}`);
}
