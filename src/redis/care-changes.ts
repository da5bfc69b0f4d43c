import { destinationOf } from '../watch/item-names.ts';
import { type CallMessage, callOfName, nameOfMessage, type WatchId } from '../watch/names.ts';
import type { PagerItem } from '../watch/outbox-item.ts';
import type { Connection, RedisClient } from './connection.ts';
import { FIELDS } from './fields.ts';
import type { Keys } from './keys.ts';
import { owePagerEvents } from './steps/owe-pager-events.ts';
import { settleCareChange } from './steps/settle-care-change.ts';

/** Somebody looks after what a message tells, or nobody does any more; `at` by the clock of Redis. */
export interface ChangedCare {
  readonly message: CallMessage;
  readonly at: number;
}

/** So many are looked at in one go. */
const MOST = 100;

/** Of which calls pagers may not know who looks after them. Every method rejects while Redis does not answer. */
export class CareChanges {
  readonly #redis: RedisClient;
  readonly #keys: Keys;

  constructor({ client, keys }: Connection) {
    this.#redis = client;
    this.#keys = keys;
  }

  /** The oldest of them. What names no message is left to the sweep. */
  async all(): Promise<readonly ChangedCare[]> {
    const { careChanged } = this.#keys;
    const found = await this.#redis.zrange(careChanged, 0, String(MOST - 1), 'WITHSCORES');
    return found.flatMap((name, index) => {
      const message = index % 2 === 0 ? callOfName(name) : undefined;
      return message ? [{ message, at: Number(found[index + 1]) }] : [];
    });
  }

  async settle({ message, at }: ChangedCare): Promise<void> {
    const { careChanged } = this.#keys;
    await settleCareChange(this.#redis, { careChanged, message: nameOfMessage(message), at });
  }

  /** What pagers know of who looks after how a watch ended; empty where they know of nobody. */
  async known(watchId: WatchId): Promise<string> {
    return (await this.#redis.hget(this.#keys.watch(watchId), FIELDS.paged)) ?? '';
  }

  /**
   * Owes pagers what they are to be told.
   *
   * @param before what they know, and `after`: will know
   * @returns `conflict` where somebody else has owed something meanwhile
   */
  async owe(
    watchId: WatchId,
    before: string,
    after: string,
    items: readonly PagerItem[],
  ): Promise<'forgotten' | 'conflict' | 'owed'> {
    const owed = items.map((item) => ({ destination: destinationOf(item), item }));
    const [answer] = await owePagerEvents(this.#redis, {
      watch: this.#keys.watch(watchId),
      owing: this.#keys.owing,
      outboxes: owed.map(({ destination }) => this.#keys.outbox(destination)),
      before,
      after,
      items: owed.map(({ destination, item }) => ({ destination, item: JSON.stringify(item) })),
    });
    return answer;
  }
}
