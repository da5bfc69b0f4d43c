import * as v from 'valibot';
import { UserId } from '../watch/names.ts';
import type { Connection, RedisClient } from './connection.ts';
import type { Keys } from './keys.ts';
import { markHomes } from './steps/mark-homes.ts';
import { openHome } from './steps/open-home.ts';
import { settleHome } from './steps/settle-home.ts';
import { takeHomes } from './steps/take-homes.ts';

/** Slack tells when somebody opens a Home tab, and not when they leave it: a shift, then. */
const KEPT_FOR_MS = 8 * 3_600_000;
/** As many as are published within a few minutes. */
const MOST_HOMES = 200;
/** Who died at it leaves them to the next round. */
const LEASE_MS = 60_000;

/** Home tabs that are to be published, and until when nobody else does so. */
export interface TakenHomes {
  readonly users: readonly UserId[];
  readonly lease: number;
}

/** Whose Home tabs are kept up to date, and which are not. Every method rejects while Redis does not answer. */
export class HomeStore {
  readonly #redis: RedisClient;
  readonly #keys: Keys;

  constructor({ client, keys }: Connection) {
    this.#redis = client;
    this.#keys = keys;
  }

  /** Somebody has opened theirs: it is kept up to date from now on. */
  async opened(user: UserId): Promise<void> {
    const { homes } = this.#keys;
    await openHome(this.#redis, { homes, user, forMs: KEPT_FOR_MS, most: MOST_HOMES });
  }

  /** Something has changed that they show. @param afterMs what else changes until then, comes with it */
  async changed(afterMs: number): Promise<void> {
    const { homes, homesDue } = this.#keys;
    await markHomes(this.#redis, { homes, homesDue, forMs: KEPT_FOR_MS, afterMs });
  }

  /**
   * Those that this process is to publish now.
   *
   * @param intervalMs until when no process takes any
   */
  async take(most: number, intervalMs: number): Promise<TakenHomes> {
    const { homesDue, homesPace } = this.#keys;
    const given = {
      homesDue,
      homesPace,
      most,
      intervalMs: Math.ceil(intervalMs),
      leaseMs: LEASE_MS,
    };
    const [lease = '0', ...users] = await takeHomes(this.#redis, given);
    return { users: users.map((user) => v.parse(UserId, user)), lease: Number(lease) };
  }

  /** One is published. */
  async settle(user: UserId, lease: number): Promise<void> {
    await settleHome(this.#redis, { homesDue: this.#keys.homesDue, user, lease });
  }
}
