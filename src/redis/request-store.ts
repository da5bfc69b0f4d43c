import type { Connection, RedisClient } from './connection.ts';
import type { Keys } from './keys.ts';

/** While somebody is at it; a process that died at it leaves it to the next delivery. */
const UNDER_WAY_MS = 10_000;
/** Slack repeats a delivery within minutes, if at all. */
const REMEMBERED_MS = 3_600_000;

/**
 * Commands and presses, by the trigger id that each delivery of the same one carries. Every method
 * rejects while Redis does not answer.
 */
export class RequestStore {
  readonly #redis: RedisClient;
  readonly #keys: Keys;

  constructor({ client, keys }: Connection) {
    this.#redis = client;
    this.#keys = keys;
  }

  /** @returns false where it has been carried out, or is being carried out, already */
  async begin(triggerId: string): Promise<boolean> {
    const set = await this.#redis.set(
      this.#keys.request(triggerId),
      'begun',
      'PX',
      UNDER_WAY_MS,
      'NX',
    );
    return set === 'OK';
  }

  async finish(triggerId: string): Promise<void> {
    await this.#redis.set(this.#keys.request(triggerId), 'done', 'PX', REMEMBERED_MS);
  }
}
