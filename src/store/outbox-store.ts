import type { Redis } from 'ioredis';
import * as v from 'valibot';
import { itemId, OutboxItem } from '../watch/outbox-item.ts';
import { keys } from './keys.ts';

const StoredItem = v.pipe(v.string(), v.parseJson(), OutboxItem);

/** The first item that a destination owes, as it stands in Redis. */
export interface OwedItem {
  readonly destination: string;
  readonly raw: string;
  readonly item: OutboxItem;
}

/** What every destination still owes Slack. Every method rejects while Redis does not answer. */
export class OutboxStore {
  readonly #redis: Redis;

  constructor(redis: Redis) {
    this.#redis = redis;
  }

  /** Destinations that owe something. */
  async owing(): Promise<readonly string[]> {
    return await this.#redis.smembers(keys.owing);
  }

  async head(destination: string): Promise<OwedItem | undefined> {
    const raw = await this.#redis.lindex(keys.outbox(destination), 0);
    return raw === null ? undefined : { destination, raw, item: v.parse(StoredItem, raw) };
  }

  /**
   * Writes down, before a post, that it is about to be sent: what is interrupted can be looked up.
   *
   * @returns when an earlier attempt was about to post this item; undefined where there was none
   */
  async intend(item: OutboxItem, now: number): Promise<number | undefined> {
    const earlier = await this.#redis.setOnce(
      keys.watch(item.watchId),
      intentField(item),
      String(now),
    );
    return earlier === null ? undefined : Number(earlier);
  }

  /** Slack has surely not taken the post: there is nothing to look up. */
  async dropIntent(item: OutboxItem): Promise<void> {
    await this.#redis.hdel(keys.watch(item.watchId), intentField(item));
  }

  /** Takes the item off its outbox, together with what is known of its post. */
  async settle(owed: OwedItem, known: Readonly<Record<string, string>> = {}): Promise<void> {
    await this.#redis.settleItem(
      keys.outbox(owed.destination),
      keys.owing,
      keys.watch(owed.item.watchId),
      owed.destination,
      owed.raw,
      intentField(owed.item),
      ...Object.entries(known).flat(),
    );
  }
}

function intentField(item: OutboxItem): string {
  return `intent:${itemId(item)}`;
}
