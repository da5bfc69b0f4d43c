import type { Redis } from 'ioredis';
import type { FaultName } from '../watch/outbox-item.ts';
import type { StandingMessage } from '../watch/standing-message.ts';
import { keys } from './keys.ts';
import { lookField, ownerKey } from './message-fields.ts';

/** Where a card stands in Slack. */
export interface PostedCard {
  readonly ts: string;
  /** Names the rendering that was last shown. */
  readonly shown: string | undefined;
  /** Somebody has deleted it. */
  readonly isLost: boolean;
}

interface CardName {
  readonly watchId: string;
  readonly cardKey: string;
}

/** What is written down with a card's post, for `OutboxStore.settle`. */
export function cardDelivery(
  cardKey: string,
  { ts, shown }: Pick<PostedCard, 'ts' | 'shown'>,
): Record<string, string> {
  return { [`card:${cardKey}:ts`]: ts, ...(shown && { [`card:${cardKey}:shown`]: shown }) };
}

/** Where an alert stands: in the on-call channel, or where that refused it. */
export interface PostedAlert {
  readonly channel: string;
  readonly ts: string;
}

/** A condition's alert is named by its spell, a fault's by its beginning, the ending's by nothing. */
function alertFields(name: number | undefined) {
  const prefix = name === undefined ? 'alert' : `alert:${name}`;
  return { channel: `${prefix}:channel`, ts: `${prefix}:ts` } as const;
}

/** What is written down with an alert's post, for `OutboxStore.settle`. */
export function alertDelivery(
  { channel, ts }: PostedAlert,
  { name, shown }: { readonly name?: number; readonly shown?: string | undefined } = {},
): Readonly<Record<string, string>> {
  const fields = alertFields(name);
  return { [fields.channel]: channel, [fields.ts]: ts, ...(shown && { 'alert:shown': shown }) };
}

/** How a watch's posts were delivered. Every method rejects while Redis does not answer. */
export class DeliveryStore {
  readonly #redis: Redis;

  constructor(redis: Redis) {
    this.#redis = redis;
  }

  /** @returns undefined while the card is not posted */
  async card(watchId: string, cardKey: string): Promise<PostedCard | undefined> {
    const [ts, shown, lost] = await this.#redis.hmget(
      keys.watch(watchId),
      `card:${cardKey}:ts`,
      `card:${cardKey}:shown`,
      `card:${cardKey}:lost`,
    );
    return ts ? { ts, shown: shown ?? undefined, isLost: lost === '1' } : undefined;
  }

  /** Notes that somebody has deleted the card. */
  async loseCard({ watchId, cardKey }: CardName): Promise<void> {
    await this.#redis.setOnce(keys.watch(watchId), `card:${cardKey}:lost`, '1');
  }

  /** @param spell of a condition's alert; the ending's otherwise */
  async alert(watchId: string, spell?: number): Promise<PostedAlert | undefined> {
    return await this.#alert(keys.watch(watchId), spell);
  }

  /** Where a message stands that tells how a watch ended, or of many alerts, and how it looks. */
  async alertShown(
    message: Exclude<StandingMessage, { kind: 'card' }>,
  ): Promise<(PostedAlert & { readonly shown: string | undefined }) | undefined> {
    const owner = ownerKey(message);
    const posted = await this.#alert(owner, undefined);
    if (!posted) return undefined;
    return { ...posted, shown: (await this.#redis.hget(owner, lookField(message))) ?? undefined };
  }

  /** @param since names one time that the fault stands */
  async faultAlert(fault: FaultName, since: number): Promise<PostedAlert | undefined> {
    return await this.#alert(keys.fault(fault), since);
  }

  async #alert(owner: string, name: number | undefined): Promise<PostedAlert | undefined> {
    const fields = alertFields(name);
    const [channel, ts] = await this.#redis.hmget(owner, fields.channel, fields.ts);
    return channel && ts ? { channel, ts } : undefined;
  }
}
