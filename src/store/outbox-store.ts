import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import * as v from 'valibot';
import { isWatchItem, itemId, OutboxItem } from '../watch/outbox-item.ts';
import { nameOfMessage, type StandingMessage } from '../watch/standing-message.ts';
import { URGENCY } from './edit-line.ts';
import { keys } from './keys.ts';
import { hashOf } from './watch-id.ts';

const StoredItem = v.pipe(v.string(), v.parseJson(), OutboxItem);

/** The first item that a destination owes, as it stands in Redis. */
export interface OwedItem<Item extends OutboxItem = OutboxItem> {
  readonly destination: string;
  readonly raw: string;
  readonly item: Item;
}

/**
 * The right to post an item, for as long as a lease runs.
 *
 * - `claimed`: `doubt` is set where an earlier attempt may have posted it, in one of `places`, at
 *   `since` (by the clock of Redis) or later
 * - `held`: another process is posting it; its lease runs for `leftMs` yet
 * - `settled`: it is no longer owed
 */
export type Claim =
  | {
      readonly kind: 'claimed';
      readonly name: string;
      readonly doubt?: { readonly since: number; readonly places: readonly string[] };
    }
  | { readonly kind: 'held'; readonly leftMs: number }
  | { readonly kind: 'settled' };

/** A destination whose first item could be told nowhere. */
export interface StuckDestination {
  readonly destination: string;
  readonly error: string;
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

  /** How many posts are owed, and which destinations could be told nowhere. */
  async backlog(): Promise<{
    readonly items: number;
    readonly stuck: readonly StuckDestination[];
  }> {
    const [owing, stuck] = await Promise.all([this.owing(), this.#redis.hgetall(keys.stuck)]);
    const lengths = this.#redis.pipeline();
    for (const destination of owing) lengths.llen(keys.outbox(destination));
    const counted = (await lengths.exec()) ?? [];
    return {
      items: counted.reduce((sum, [, length]) => sum + Number(length ?? 0), 0),
      stuck: Object.entries(stuck).map(([destination, error]) => ({ destination, error })),
    };
  }

  async head(destination: string): Promise<OwedItem | undefined> {
    const raw = await this.#redis.lindex(keys.outbox(destination), 0);
    return raw === null ? undefined : { destination, raw, item: v.parse(StoredItem, raw) };
  }

  /**
   * Writes down, before a post, that it is about to be sent, and where: what is interrupted can be
   * looked up, and two processes never send it at once.
   *
   * @param name of a claim that is to be prolonged; a new one otherwise
   */
  async claim(
    owed: OwedItem,
    place: string,
    leaseMs: number,
    name: string = randomUUID(),
  ): Promise<Claim> {
    const { destination, raw, item } = owed;
    const [kind, ...rest] = await this.#redis.claimPost(
      ownerOf(item),
      keys.outbox(destination),
      raw,
      claimField(item),
      name,
      place,
      leaseMs,
    );
    switch (kind) {
      case 0:
        return { kind: 'settled' };
      case 2:
        return { kind: 'held', leftMs: Number(rest[0]) };
      case 3: {
        const [since, ...places] = rest;
        return {
          kind: 'claimed',
          name,
          doubt: { since: Number(since), places: places.map(String) },
        };
      }
      case 4:
        // By a person's hand: nobody knows any more what there was to be told.
        await this.settle(owed);
        return { kind: 'settled' };
      default:
        return { kind: 'claimed', name };
    }
  }

  /**
   * Gives a claim up.
   *
   * @param how `none`: Slack has surely not taken the post; `doubt`: nobody knows
   */
  async release(item: OutboxItem, name: string, how: 'none' | 'doubt'): Promise<void> {
    await this.#redis.releasePost(ownerOf(item), claimField(item), name, how);
  }

  /** At which stop of its route an item is: how many places have refused it. */
  async routeIndex(item: OutboxItem): Promise<number> {
    return Number((await this.#redis.hget(ownerOf(item), routeField(item))) ?? 0);
  }

  async setRouteIndex({ destination, raw, item }: OwedItem, index: number): Promise<void> {
    const outbox = keys.outbox(destination);
    await this.#redis.noteOwed(outbox, ownerOf(item), raw, routeField(item), index);
  }

  /** Whether somebody has claimed the item, so that it may stand already. */
  async isClaimed(item: OutboxItem): Promise<boolean> {
    return (await this.#redis.hexists(ownerOf(item), claimField(item))) === 1;
  }

  /** The first item could be told nowhere: people who run the bot must see it. */
  async markStuck({ destination, raw }: OwedItem, error: string): Promise<void> {
    const outbox = keys.outbox(destination);
    await this.#redis.noteOwed(outbox, keys.stuck, raw, destination, error);
  }

  /** Takes the item off its outbox, together with what is known of its post. */
  async settle(owed: OwedItem, known: Readonly<Record<string, string>> = {}): Promise<void> {
    const { destination, raw, item } = owed;
    const message = Object.keys(known).length > 0 ? standingMessage(item) : undefined;
    const { hash, epoch } = isWatchItem(item) ? hashOf(item.watchId) : { hash: '', epoch: '' };
    await this.#redis.settleItem(
      keys.outbox(destination),
      keys.owing,
      keys.stuck,
      ownerOf(item),
      keys.epoch(hash),
      keys.edits,
      destination,
      raw,
      claimField(item),
      routeField(item),
      epoch,
      message ? nameOfMessage(message) : '',
      URGENCY[item.kind === 'card' ? 'touched' : 'onCall'],
      ...Object.entries(known).flat(),
    );
  }
}

/** What is edited in place, once it stands. */
function standingMessage(item: OutboxItem): StandingMessage | undefined {
  return item.kind === 'card' || item.kind === 'alert' || item.kind === 'storm' ? item : undefined;
}

/** The hash that keeps what is known of an item's post. */
function ownerOf(item: OutboxItem): string {
  if (isWatchItem(item)) return keys.watch(item.watchId);
  return item.kind === 'storm' ? keys.page(item.storm, item.page) : keys.fault(item.fault);
}

/** Where in its owner it is noted who posts an item. */
export function claimField(item: OutboxItem): string {
  return `post:${itemId(item)}`;
}

/** Where in its owner it is noted which stop of its route has refused an item. */
export function routeField(item: OutboxItem): string {
  return `route:${itemId(item)}`;
}
