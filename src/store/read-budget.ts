import type { Redis } from 'ioredis';
import { keys } from './keys.ts';

/** How often a subscription may be read. */
export interface ReadPace {
  readonly intervalMs: number;
  readonly atOnce: number;
}

/** No more is left of Azure's budget, of 250 reads, than it gives back in a second. */
const LOW_REMAINING = 25;
/** For so long nobody reads when nothing at all is left. */
const LONGEST_SLOWING_MS = 1000;

/**
 * How often Azure is read: so many times a second for each subscription, and not at all while it asks to
 * be left alone. All processes share it through Redis. Every method rejects while Redis does not answer.
 */
export class ReadBudget {
  readonly #redis: Redis;
  /** Of each subscription. */
  readonly pace: ReadPace;

  /** @param readsPerSecond of a subscription */
  constructor(redis: Redis, readsPerSecond: number) {
    this.#redis = redis;
    this.pace = { intervalMs: 1000 / readsPerSecond, atOnce: readsPerSecond };
  }

  /**
   * Nobody reads the subscription for a while.
   *
   * @param ms from now on
   */
  async hold(subscriptionId: string, ms: number): Promise<void> {
    if (ms > 0) await this.#redis.hold(keys.holds, subscriptionId, Math.ceil(ms));
  }

  /** @returns for how long the subscription is not to be read yet, in milliseconds; 0 is not at all */
  async heldMs(subscriptionId: string): Promise<number> {
    return await this.#redis.heldFor(keys.holds, subscriptionId);
  }

  /** Counts a read for a person, who does not wait for a turn: the watches do. */
  async spend(subscriptionId: string): Promise<void> {
    const { intervalMs, atOnce } = this.pace;
    await this.#redis.spendTurn(budgetOf(subscriptionId), intervalMs, atOnce);
  }

  /**
   * Minds what Azure says is left of its own budget, which others use too: the less, the longer nobody
   * reads, so that it need not refuse us.
   */
  async mind(subscriptionId: string, remainingReads: number): Promise<void> {
    if (remainingReads >= LOW_REMAINING) return;
    const { intervalMs, atOnce } = this.pace;
    const ms = Math.ceil((LONGEST_SLOWING_MS * (LOW_REMAINING - remainingReads)) / LOW_REMAINING);
    await this.#redis.slowTurns(budgetOf(subscriptionId), intervalMs, atOnce, ms);
  }
}

/** Begins the names of the read budgets' keys. */
export const READ_BUDGETS: string = keys.budget('reads/');

function budgetOf(subscriptionId: string): string {
  return `${READ_BUDGETS}${subscriptionId}`;
}
