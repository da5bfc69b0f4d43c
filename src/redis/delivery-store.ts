import * as v from 'valibot';
import {
  type CardKey,
  ChannelId,
  type FaultName,
  type StandingMessage,
  type WatchId,
} from '../watch/names.ts';
import type { Connection, RedisClient } from './connection.ts';
import { alertFields, cardFields, FIELDS, fieldsOfMessage, ownerOfMessage } from './fields.ts';
import type { Keys, OwnerKey } from './keys.ts';

/** Where a card was posted; whether it still stands there is told by its record. */
export interface PostedCard {
  readonly ts: string;
  /** Names the rendering that was last shown. */
  readonly shown: string | undefined;
}

/** Where the ending of a card's watch was told. */
const EndingTold = v.picklist(['thread', 'elsewhere']);
export type EndingTold = v.InferOutput<typeof EndingTold>;

/** What is written down with the note of an ending, for `OutboxStore.settle`. */
export function endingDelivery(key: CardKey, told: EndingTold): Record<string, string> {
  return { [cardFields(key).told]: told };
}

/** What is written down with a card's post, for `OutboxStore.settle`. */
export function cardDelivery(key: CardKey, { ts, shown }: PostedCard): Record<string, string> {
  const fields = cardFields(key);
  return { [fields.ts]: ts, ...(shown && { [fields.shown]: shown }) };
}

/** Where an alert stands: in the on-call channel, or where that refused it. */
export interface PostedAlert {
  readonly channel: ChannelId;
  readonly ts: string;
}

/** What is written down with an alert's post, for `OutboxStore.settle`. */
export function alertDelivery(
  { channel, ts }: PostedAlert,
  { name, shown }: { readonly name?: number; readonly shown?: string | undefined } = {},
): Readonly<Record<string, string>> {
  const fields = alertFields(name);
  return {
    [fields.channel]: channel,
    [fields.ts]: ts,
    ...(shown && { [FIELDS.alertShown]: shown }),
  };
}

/** How a watch's posts were delivered. Every method rejects while Redis does not answer. */
export class DeliveryStore {
  readonly #redis: RedisClient;
  readonly #keys: Keys;

  constructor({ client, keys }: Connection) {
    this.#redis = client;
    this.#keys = keys;
  }

  /** @returns undefined while that is not told, or not noted */
  async endingTold(watchId: WatchId, cardKey: CardKey): Promise<EndingTold | undefined> {
    const told = await this.#redis.hget(this.#keys.watch(watchId), cardFields(cardKey).told);
    return told === null ? undefined : v.parse(EndingTold, told);
  }

  /** @returns undefined while the card is not posted */
  async card(watchId: WatchId, cardKey: CardKey): Promise<PostedCard | undefined> {
    const fields = cardFields(cardKey);
    const [ts, shown] = await this.#redis.hmget(this.#keys.watch(watchId), fields.ts, fields.shown);
    return ts ? { ts, shown: shown ?? undefined } : undefined;
  }

  /** @param spell of a condition's alert; the ending's otherwise */
  async alert(watchId: WatchId, spell?: number): Promise<PostedAlert | undefined> {
    return await this.#alert(this.#keys.watch(watchId), spell);
  }

  /** Where a message stands that tells how a watch ended, or of many alerts, and how it looks. */
  async alertShown(
    message: Exclude<StandingMessage, { kind: 'card' }>,
  ): Promise<(PostedAlert & { readonly shown: string | undefined }) | undefined> {
    const owner = ownerOfMessage(this.#keys, message);
    const posted = await this.#alert(owner, undefined);
    if (!posted) return undefined;
    const shown = await this.#redis.hget(owner, fieldsOfMessage(message).shown);
    return { ...posted, shown: shown ?? undefined };
  }

  /** @param since names one time that the fault stands */
  async faultAlert(fault: FaultName, since: number): Promise<PostedAlert | undefined> {
    return await this.#alert(this.#keys.fault(fault), since);
  }

  async #alert(owner: OwnerKey, name: number | undefined): Promise<PostedAlert | undefined> {
    const fields = alertFields(name);
    const [channel, ts] = await this.#redis.hmget(owner, fields.channel, fields.ts);
    return channel && ts ? { channel: v.parse(ChannelId, channel), ts } : undefined;
  }
}
