import type { Redis } from 'ioredis';
import { keys } from './keys.ts';

/**
 * Which subscriptions Azure asks not to be read for a while; all processes mind it. Every method
 * rejects while Redis does not answer.
 */
export class HoldStore {
  readonly #redis: Redis;

  constructor(redis: Redis) {
    this.#redis = redis;
  }

  /** @param ms from now on */
  async hold(subscriptionId: string, ms: number): Promise<void> {
    if (ms > 0) await this.#redis.holdReads(keys.holds, subscriptionId, Math.ceil(ms));
  }

  /** @returns for how long the subscription is not to be read yet, in milliseconds; 0 is not at all */
  async heldMs(subscriptionId: string): Promise<number> {
    return await this.#redis.heldFor(keys.holds, subscriptionId);
  }
}
