import { EDIT_URGENCY } from '../watch/edit-urgency.ts';
import { destinationOf, itemId } from '../watch/item-names.ts';
import {
  type BurstKind,
  type Destination,
  type DigestId,
  type DigestMessage,
  destinations,
  messageNameStart,
  messageOfName,
  nameOfMessage,
  type WatchId,
} from '../watch/names.ts';
import type { RoutePlace } from '../watch/route.ts';
import { isOfValue } from './access/redis-fault.ts';
import type { Connection, RedisClient } from './connection.ts';
import { EDIT_HOLDS } from './edit-queue.ts';
import { claimField, digestField, FIELDS, routeField } from './fields.ts';
import {
  type GatherableItem,
  type KeptDigest,
  type KeptEntry,
  parseDigest,
} from './kept-digest.ts';
import type { Keys } from './keys.ts';
import type { OwedItem } from './owed-item.ts';
import { setAside } from './set-aside.ts';
import { gatherAlert } from './steps/gather-alert.ts';
import { repostDigest } from './steps/repost-digest.ts';
import { splitDigest } from './steps/split-digest.ts';
import { ungatherAlert } from './steps/ungather-alert.ts';
import { storedNumber } from './stored-record.ts';
import { hashOf } from './watch-id.ts';

/**
 * `alone`: it is to be told in a message of its own. `settled`: somebody else has dealt with it, or we
 * ourselves over a connection that broke before the answer; on that digest, if any.
 */
export type Gathered =
  | { readonly kind: 'gathered'; readonly destination: Destination }
  | { readonly kind: 'settled'; readonly destination: Destination | undefined }
  | { readonly kind: 'alone' };

export interface DigestRules {
  /** So many entries fit into one message. */
  readonly mostEntries: number;
  /** On-call is not mentioned again for so long while a burst stands. */
  readonly mentionAgainAfterMs: number;
  /** A digest is kept for so long after all of it is told. */
  readonly keepMs: number;
  /** On-call is called again for what nobody looks after. Absent: never. */
  readonly remindAfterMs?: number | undefined;
}

/** A second alert within this time comes faster than a channel may be posted to. */
const BEGINS_WITHIN_MS = 2000;
/** Without any alert for so long, the burst is over: the next one is told alone, with its mention. */
const ENDS_AFTER_MS = 60_000;
/** A digest that can't be edited for so long is left as it is: the next alert comes onto a new one. */
const EDITS_HELD_MS = 2000;
/** What comes within this time is one edit. */
export const GATHER_MS = 2000;

/**
 * Alerts that come faster than a channel may be posted to, gathered into messages of many entries. Every
 * method rejects while Redis does not answer.
 */
export class DigestStore {
  readonly #connection: Connection;
  readonly #redis: RedisClient;
  readonly #keys: Keys;
  readonly #rules: DigestRules;

  constructor(connection: Connection, rules: DigestRules) {
    this.#connection = connection;
    this.#redis = connection.client;
    this.#keys = connection.keys;
    this.#rules = rules;
  }

  /**
   * Decides whether an alert is told alone; if not, takes it off its outbox and puts it on the standing
   * digest, or begins a digest, which is then owed to Slack. Where what is kept of the burst is of no use, it is
   * told alone.
   *
   * @param mentions whether the alert is one that calls on-call
   */
  async gather(
    { destination, raw, item }: OwedItem<GatherableItem>,
    { operationId, cause }: Pick<KeptEntry, 'operationId' | 'cause'>,
    mentions: boolean,
  ): Promise<Gathered> {
    const kind = burstOf(item);
    const { hash, epoch } = hashOf(item.watchId);
    const entry: KeptEntry = { operationId, cause, item };
    const answer = await gatherAlert(this.#redis, {
      burst: this.#keys.burst(kind),
      outbox: this.#keys.outbox(destination),
      owing: this.#keys.owing,
      stuck: this.#keys.stuck,
      owner: this.#keys.watch(item.watchId),
      epoch: this.#keys.epoch(hash),
      edits: this.#keys.edits,
      editsLeased: this.#keys.editsLeased,
      editPlaces: this.#keys.editPlaces,
      holds: this.#keys.holds,
      untaken: this.#keys.untaken,
      appointments: this.#keys.appointments,
      destination,
      item: raw,
      alert: itemId(item),
      watchId: item.watchId,
      claimField: claimField(item),
      routeField: routeField(item),
      epochNumber: epoch,
      digestField: digestFieldOf(item),
      kind,
      digests: this.#keys.prefixes.digests(kind),
      digestOutboxes: `${this.#keys.prefixes.outboxes}${messageNameStart.digests(kind)}`,
      messages: messageNameStart.digests(kind),
      entry: JSON.stringify(entry),
      mostEntries: this.#rules.mostEntries,
      urgency: EDIT_URGENCY[kind === 'failures' ? 'onCall' : 'conditions'],
      gatherMs: GATHER_MS,
      keepMs: this.#rules.keepMs,
      followsMs: BEGINS_WITHIN_MS,
      endsAfterMs: ENDS_AFTER_MS,
      mentions,
      mentionAgainMs: this.#rules.mentionAgainAfterMs,
      editHolds: EDIT_HOLDS,
      heldTooLongMs: EDITS_HELD_MS,
      remindAfterMs: this.#rules.remindAfterMs,
    }).catch((error: unknown): readonly ['alone'] => {
      if (!isOfValue(error)) throw error;
      return ['alone'];
    });
    if (answer[0] === 'alone') return { kind: 'alone' };
    const [state, name] = answer;
    const digest = messageOfName(name);
    const owedTo =
      digest?.kind === 'digest' ? destinations.digest(digest.burst, digest.digest) : undefined;
    return state === 'gathered' && owedTo
      ? { kind: 'gathered', destination: owedTo }
      : { kind: 'settled', destination: owedTo };
  }

  /**
   * What can't be read of it is set aside: it must not keep the rest from being told.
   *
   * @returns undefined where the digest is no longer kept
   */
  async load(burst: BurstKind, digest: DigestId): Promise<KeptDigest | undefined> {
    const holder = this.#keys.digest(burst, digest);
    const stored = await this.#redis.hgetall(holder);
    if (Object.keys(stored).length === 0) return undefined;
    const kept = parseDigest(stored);
    for (const [name, value] of kept.unreadable) {
      const why = 'a part of a digest that can’t be read';
      await setAside(this.#connection, { holder, holds: 'hash', name, value, why });
    }
    return kept;
  }

  /**
   * Owes a digest to Slack once more, with all its entries: its message can't be edited any more, and the
   * entries that it lacks would be told nowhere. Safe to repeat.
   *
   * @param ts of that message
   * @returns its destination
   */
  async repost(burst: BurstKind, digest: DigestId, ts: string): Promise<Destination> {
    const destination = destinations.digest(burst, digest);
    await repostDigest(this.#redis, {
      digest: this.#keys.digest(burst, digest),
      outbox: this.#keys.outbox(destination),
      owing: this.#keys.owing,
      destination,
      burst,
      digestId: digest,
      ts,
    });
    return destination;
  }

  /** No entry is put on a digest any more, and it is not to be posted: no channel takes it. */
  async split(burst: BurstKind, digest: DigestId): Promise<void> {
    await splitDigest(this.#redis, {
      digest: this.#keys.digest(burst, digest),
      untaken: this.#keys.untaken,
      appointments: this.#keys.appointments,
      message: nameOfMessage({ kind: 'digest', burst, digest }),
    });
  }

  /**
   * Has an alert told alone after all, to those who asked, since no channel takes the digest that it
   * stands on. Safe to repeat.
   *
   * @param place of its route, where it goes on
   * @returns its destination
   */
  async ungather(
    burst: BurstKind,
    digest: DigestId,
    { item }: KeptEntry,
    place: RoutePlace,
  ): Promise<Destination> {
    const destination = destinationOf(item);
    await ungatherAlert(this.#redis, {
      watch: this.#keys.watch(item.watchId),
      outbox: this.#keys.outbox(destination),
      owing: this.#keys.owing,
      destination,
      item: JSON.stringify(item),
      digestField: digestFieldOf(item),
      digest: nameOfMessage({ kind: 'digest', burst, digest }),
      routeField: routeField(item),
      place,
    });
    return destination;
  }

  /**
   * Notes which of its entries a digest shows.
   *
   * @param items of those entries, by their ids; undefined: of all
   * @param at since when it shows them
   * @returns those that it did not show before
   */
  async takeShown(
    { burst, digest }: Omit<DigestMessage, 'kind'>,
    items: readonly string[] | undefined,
    at: number,
  ): Promise<readonly KeptEntry[]> {
    const { entries = [], size = 0 } = (await this.load(burst, digest)) ?? {};
    if (entries.length === 0) return [];
    const key = this.#keys.digest(burst, digest);
    const before = storedNumber((await this.#redis.hget(key, FIELDS.told)) ?? '0') ?? 0;
    const next = items && entries.find(({ item }) => !items.includes(itemId(item)));
    const shown = next ? next.number - 1 : size;
    if (shown > before) await this.#redis.hset(key, FIELDS.told, shown, FIELDS.toldAt, at);
    return entries.filter(({ number }) => number > before && number <= shown);
  }

  /** @returns the digest on which an alert stands; undefined where it stands on none */
  async digestOf(watchId: WatchId, spell?: number): Promise<DigestMessage | undefined> {
    const name = await this.#redis.hget(this.#keys.watch(watchId), digestField(spell));
    const message = name === null ? undefined : messageOfName(name);
    return message?.kind === 'digest' ? message : undefined;
  }
}

function burstOf(item: GatherableItem): BurstKind {
  return item.kind === 'alert' ? 'failures' : 'conditions';
}

function digestFieldOf(item: GatherableItem): string {
  return digestField(item.kind === 'alert' ? undefined : item.spell);
}
