import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import { EDIT_URGENCY } from '../watch/edit-urgency.ts';
import { type Destination, nameOfMessage, parseDestination } from '../watch/names.ts';
import { isWatchItem, type OutboxItem } from '../watch/outbox-item.ts';
import { RoutePlace } from '../watch/route.ts';
import { isOfValue } from './access/redis-fault.ts';
import { type Claim, claimOwed, type LostTime } from './claim-owed.ts';
import type { Connection, RedisClient } from './connection.ts';
import { claimField, routeField } from './fields.ts';
import type { Keys } from './keys.ts';
import type { Memory } from './memory.ts';
import {
  bornOf,
  messageToLookAt,
  type OwedItem,
  ownerOfItem,
  StoredItem,
  UnreadableItem,
  urgencyOfLook,
} from './owed-item.ts';
import { noteOwed } from './steps/note-owed.ts';
import { releasePost } from './steps/release-post.ts';
import { settleItem } from './steps/settle-item.ts';
import { hashOf, NO_OPERATION } from './watch-id.ts';

/** A destination whose first item could be told nowhere. */
export interface StuckDestination {
  readonly destination: Destination;
  readonly error: string;
}

/** What every destination still owes Slack. Every method rejects while Redis does not answer. */
export class OutboxStore {
  readonly #redis: RedisClient;
  readonly #keys: Keys;
  readonly #memory: Memory | undefined;
  readonly #remindAfterMs: number | undefined;

  /**
   * @param memory of the process; without it, its posts are not found missing before others' marks
   * @param remindAfterMs after so long on-call is called again for what nobody looks after; undefined: never
   */
  constructor({ client, keys }: Connection, memory?: Memory, remindAfterMs?: number) {
    this.#redis = client;
    this.#keys = keys;
    this.#memory = memory;
    this.#remindAfterMs = remindAfterMs;
  }

  /** Destinations that owe something. */
  async owing(): Promise<readonly Destination[]> {
    const names = await this.#redis.smembers(this.#keys.owing);
    return names.flatMap((name) => parseDestination(name) ?? []);
  }

  /** How many posts are owed, and which destinations could be told nowhere. */
  async backlog(): Promise<{
    readonly items: number;
    readonly stuck: readonly StuckDestination[];
  }> {
    const [owing, stuck] = await Promise.all([this.owing(), this.#redis.hgetall(this.#keys.stuck)]);
    const lengths = this.#redis.pipeline();
    for (const destination of owing) lengths.llen(this.#keys.outbox(destination));
    const counted = (await lengths.exec()) ?? [];
    return {
      items: counted.reduce((sum, [, length]) => sum + Number(length ?? 0), 0),
      stuck: Object.entries(stuck).flatMap(([name, error]) => {
        const destination = parseDestination(name);
        return destination ? [{ destination, error }] : [];
      }),
    };
  }

  /** @throws UnreadableItem */
  async head(destination: Destination): Promise<OwedItem | undefined> {
    const outbox = this.#keys.outbox(destination);
    const raw = await this.#redis.lindex(outbox, 0).catch((error: unknown) => {
      throw isOfValue(error) ? new UnreadableItem(destination) : error;
    });
    if (raw === null) return undefined;
    const parsed = v.safeParse(StoredItem, raw);
    if (!parsed.success) throw new UnreadableItem(destination, raw);
    return { destination, raw, item: parsed.output };
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
    const connection = { client: this.#redis, keys: this.#keys };
    const claim = await claimOwed(connection, owed, { place, leaseMs, name }, this.#memory);
    if (claim !== 'ownerless') return claim;
    // By a person's hand: nobody knows any more what there was to be told.
    await this.settle(owed);
    return { kind: 'settled' };
  }

  /**
   * Gives a claim up.
   *
   * @param how `none`: Slack has surely not taken the post; `doubt`: nobody knows
   */
  async release(item: OutboxItem, name: string, how: 'none' | 'doubt'): Promise<void> {
    await releasePost(this.#redis, {
      owner: ownerOfItem(this.#keys, item),
      field: claimField(item),
      name,
      inDoubt: how === 'doubt',
    });
  }

  /** The place of its route at which an item is; undefined where that is the first, or nobody can tell. */
  async routePlace(item: OutboxItem): Promise<RoutePlace | undefined> {
    const place = await this.#redis.hget(ownerOfItem(this.#keys, item), routeField(item));
    return v.is(RoutePlace, place) ? place : undefined;
  }

  async setRoutePlace({ destination, raw, item }: OwedItem, place: RoutePlace): Promise<void> {
    await noteOwed(this.#redis, {
      outbox: this.#keys.outbox(destination),
      owner: ownerOfItem(this.#keys, item),
      target: ownerOfItem(this.#keys, item),
      item: raw,
      field: routeField(item),
      value: place,
    });
  }

  /** When an item may have been posted of which Redis has lost all trace; undefined where that can't be. */
  async lostTime(item: OutboxItem): Promise<LostTime | undefined> {
    if (!this.#memory) return undefined;
    await this.#memory.mark();
    const { loss, unheard } = this.#memory;
    const isLost = loss && bornOf(item) <= loss.since;
    return isLost ? { since: loss.to, until: loss.since } : unheard;
  }

  /** Whether somebody has claimed the item, so that it may stand already. */
  async isClaimed(item: OutboxItem): Promise<boolean> {
    return (await this.#redis.hexists(ownerOfItem(this.#keys, item), claimField(item))) === 1;
  }

  /** The first item could be told nowhere: people who run the bot must see it. */
  async markStuck({ destination, raw, item }: OwedItem, error: string): Promise<void> {
    await noteOwed(this.#redis, {
      outbox: this.#keys.outbox(destination),
      owner: ownerOfItem(this.#keys, item),
      target: this.#keys.stuck,
      item: raw,
      field: destination,
      value: error,
    });
  }

  /** Whether that was noted already. */
  async isStuck({ destination }: OwedItem): Promise<boolean> {
    return (await this.#redis.hexists(this.#keys.stuck, destination)) === 1;
  }

  /**
   * Takes the item off its outbox, together with what is known of its post.
   *
   * @param isCall whether on-call is called by it, until somebody looks after it; undefined: a digest knows itself
   */
  async settle(
    owed: OwedItem,
    known: Readonly<Record<string, string>> = {},
    isCall?: boolean,
  ): Promise<void> {
    const { destination, raw, item } = owed;
    const message = Object.keys(known).length > 0 ? messageToLookAt(item) : undefined;
    const watch = isWatchItem(item) ? hashOf(item.watchId) : undefined;
    await settleItem(this.#redis, {
      outbox: this.#keys.outbox(destination),
      owing: this.#keys.owing,
      stuck: this.#keys.stuck,
      owner: ownerOfItem(this.#keys, item),
      epoch: this.#keys.epoch(watch?.hash ?? NO_OPERATION),
      edits: this.#keys.edits,
      editsLeased: this.#keys.editsLeased,
      editPlaces: this.#keys.editPlaces,
      untaken: this.#keys.untaken,
      appointments: this.#keys.appointments,
      destination,
      item: raw,
      claimField: claimField(item),
      routeField: routeField(item),
      epochNumber: watch?.epoch,
      known: Object.entries(known).flat(),
      message: message && nameOfMessage(message),
      urgency: EDIT_URGENCY[urgencyOfLook(item)],
      isCall,
      remindAfterMs: this.#remindAfterMs,
    });
  }
}
