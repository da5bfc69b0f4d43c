import type { Destination, PagerName } from '../watch/names.ts';
import type { Connection, RedisClient } from './connection.ts';
import type { Keys } from './keys.ts';
import { hold } from './steps/hold.ts';
import { takePagerTurn } from './steps/take-pager-turn.ts';

/** PagerDuty takes about 480 events a minute, and refuses more than its service likes at once. */
const PACE = { intervalMs: 200, atOnce: 5 } as const;

/**
 * How often a pager is told something. All processes share it through Redis. Every method rejects while Redis does
 * not answer.
 */
export class PagerBudget {
  readonly #redis: RedisClient;
  readonly #keys: Keys;

  constructor({ client, keys }: Connection) {
    this.#redis = client;
    this.#keys = keys;
  }

  /**
   * Asks for a turn. Who is told to wait keeps a place, and is to ask again after that time.
   *
   * @returns 0, or for how many milliseconds to wait
   */
  async takeTurn(pager: PagerName, destination: Destination): Promise<number> {
    return await takePagerTurn(this.#redis, {
      holds: this.#keys.holds,
      budget: this.#keys.budget(`pager/${pager}`),
      hold: holdOf(pager),
      destination,
      ...PACE,
    });
  }

  /** It is left alone for a while: it asks for that, or it does not answer. */
  async pause(pager: PagerName, ms: number): Promise<void> {
    const holdMs = Math.ceil(ms);
    await hold(this.#redis, { holds: this.#keys.holds, name: holdOf(pager), holdMs });
  }
}

function holdOf(pager: PagerName): string {
  return `pager/${pager}`;
}
