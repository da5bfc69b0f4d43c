import type { Redis } from 'ioredis';
import * as v from 'valibot';
import {
  destinationOf,
  isWatchItem,
  OutboxItem,
  type StormKind,
  type WatchItem,
} from '../watch/outbox-item.ts';
import { StoredAcknowledgement } from './acknowledgement-store.ts';
import { EDIT_HOLDS, URGENCY } from './edit-line.ts';
import { keys } from './keys.ts';
import { claimField, type OwedItem, routeField } from './outbox-store.ts';
import { hashOf } from './watch-id.ts';

/** An alert that can be told together with others. */
export type StormyItem = Extract<WatchItem, { kind: 'alert' | 'condition-alert' }>;

const StoredLine = v.object({
  operationId: v.string(),
  /** Why on-call is called: `failed`, `blind`, … */
  cause: v.string(),
  item: v.pipe(OutboxItem, v.guard(isStormyItem)),
});
/** One operation that a page names. */
export type StoredLine = v.InferOutput<typeof StoredLine>;

const JSON_TEXT = v.pipe(v.string(), v.parseJson());

const StoredPage = v.object({
  size: v.pipe(v.string(), v.toNumber()),
  mentions: v.picklist(['0', '1']),
  acknowledged: v.optional(StoredAcknowledgement),
  apart: v.optional(v.literal('1')),
});

/** A message that names many operations. */
export interface StormPage {
  /** It calls on-call. */
  readonly mentions: boolean;
  readonly lines: readonly StoredLine[];
  readonly acknowledged: StoredAcknowledgement | undefined;
  /** No channel takes it: its lines are told one by one. */
  readonly isApart: boolean;
}

/**
 * `alone`: it is to be told in a message of its own. `settled`: somebody else has dealt with it, or we
 * ourselves over a connection that broke before the answer; on that page, if any.
 */
export type Gathered =
  | { readonly kind: 'gathered'; readonly destination: string }
  | { readonly kind: 'settled'; readonly destination: string | undefined }
  | { readonly kind: 'alone' };

export interface StormRules {
  /** So many lines fit into one message. */
  readonly mostLines: number;
  /** On-call is not mentioned again for so long while a storm stands. */
  readonly escalateAfterMs: number;
  /** A page is kept for so long after all of it is told. */
  readonly keepMs: number;
}

/** A second alert within this time comes faster than a channel may be posted to. */
const BEGINS_WITHIN_MS = 2000;
/** Without any alert for so long, the storm is over: the next one is told alone, with its mention. */
const ENDS_AFTER_MS = 60_000;
/** A page that can't be edited for so long is left as it is: the next alert comes onto a new one. */
const EDITS_HELD_MS = 2000;
/** What comes within this time is one edit. */
const GATHER_MS = 2000;

/**
 * Alerts that come faster than a channel may be posted to, gathered into messages of many lines. Every
 * method rejects while Redis does not answer.
 */
export class StormStore {
  readonly #redis: Redis;
  readonly #rules: StormRules;

  constructor(redis: Redis, rules: StormRules) {
    this.#redis = redis;
    this.#rules = rules;
  }

  /**
   * Decides whether an alert is told alone; if not, takes it off its outbox and puts it on the standing
   * page, or begins a page, which is then owed to Slack.
   *
   * @param mentions whether the alert is one that calls on-call
   */
  async gather(
    { destination, raw, item }: OwedItem<StormyItem>,
    { operationId, cause }: Pick<StoredLine, 'operationId' | 'cause'>,
    mentions: boolean,
  ): Promise<Gathered> {
    const storm = stormOf(item);
    const { hash, epoch } = hashOf(item.watchId);
    const line: StoredLine = { operationId, cause, item };
    const [kind, page] = await this.#redis.gatherAlert(
      keys.storms(storm),
      keys.outbox(destination),
      keys.owing,
      keys.stuck,
      keys.watch(item.watchId),
      keys.epoch(hash),
      keys.edits,
      keys.holds,
      destination,
      raw,
      claimField(item),
      routeField(item),
      epoch,
      pageField(item),
      keys.page(storm, ''),
      keys.outbox(`storm/${storm}/`),
      `storm/${storm}/`,
      storm,
      JSON.stringify(line),
      this.#rules.mostLines,
      URGENCY[storm === 'failures' ? 'onCall' : 'conditions'],
      GATHER_MS,
      this.#rules.keepMs,
      BEGINS_WITHIN_MS,
      ENDS_AFTER_MS,
      mentions ? 1 : 0,
      this.#rules.escalateAfterMs,
      ...EDIT_HOLDS,
      EDITS_HELD_MS,
    );
    if (kind === 1) return { kind: 'alone' };
    if (kind === 2 && page) return { kind: 'gathered', destination: page };
    return { kind: 'settled', destination: page || undefined };
  }

  /** @returns undefined where the page is no longer kept */
  async page(storm: StormKind, page: string): Promise<StormPage | undefined> {
    const stored = await this.#redis.hgetall(keys.page(storm, page));
    if (Object.keys(stored).length === 0) return undefined;
    const { size, mentions, acknowledged, apart } = v.parse(StoredPage, stored);
    const lines = Array.from({ length: size }, (_, index) => stored[`line:${index + 1}`]);
    return {
      mentions: mentions === '1',
      lines: lines.map((line) => v.parse(v.pipe(JSON_TEXT, StoredLine), line)),
      acknowledged,
      isApart: apart === '1',
    };
  }

  /**
   * Owes a page to Slack once more, with all its lines: its message can't be edited any more, and the
   * lines that it lacks would be told nowhere. Safe to repeat.
   *
   * @param ts of that message
   * @returns its destination
   */
  async repost(storm: StormKind, page: string, ts: string): Promise<string> {
    const destination = `storm/${storm}/${page}`;
    const outbox = keys.outbox(destination);
    const args = [destination, storm, page, ts] as const;
    await this.#redis.repostPage(keys.page(storm, page), outbox, keys.owing, ...args);
    return destination;
  }

  /** No line is put on a page any more, and it is not to be posted: no channel takes it. */
  async takeApart(storm: StormKind, page: string): Promise<void> {
    await this.#redis.setOnce(keys.page(storm, page), 'apart', '1');
  }

  /**
   * Has an alert told alone after all, to those who asked, since no channel takes the page that it
   * stands on. Safe to repeat.
   *
   * @param routeIndex where its route goes on
   * @returns its destination
   */
  async ungather(
    storm: StormKind,
    page: string,
    { item }: StoredLine,
    routeIndex: number,
  ): Promise<string> {
    const destination = destinationOf(item);
    await this.#redis.ungatherAlert(
      keys.watch(item.watchId),
      keys.outbox(destination),
      keys.owing,
      destination,
      JSON.stringify(item),
      pageField(item),
      routeField(item),
      routeIndex,
      `storm/${storm}/${page}`,
    );
    return destination;
  }

  /** Notes that a page shows all of its lines. @returns those that it did not show before */
  async takeShown(storm: StormKind, page: string): Promise<readonly StoredLine[]> {
    const lines = (await this.page(storm, page))?.lines ?? [];
    if (lines.length === 0) return [];
    const key = keys.page(storm, page);
    const before = Number((await this.#redis.hget(key, 'told')) ?? 0);
    await this.#redis.hset(key, 'told', lines.length);
    return lines.slice(before);
  }

  /** @returns the name of the page on which an alert stands; undefined where it stands on none */
  async pageOf(watchId: string, spell?: number): Promise<string | undefined> {
    const field = spell === undefined ? 'alert:page' : `alert:${spell}:page`;
    return (await this.#redis.hget(keys.watch(watchId), field)) ?? undefined;
  }
}

export function isStormyItem(item: OutboxItem): item is StormyItem {
  return isWatchItem(item) && (item.kind === 'alert' || item.kind === 'condition-alert');
}

function stormOf(item: StormyItem): StormKind {
  return item.kind === 'alert' ? 'failures' : 'conditions';
}

function pageField(item: StormyItem): string {
  return item.kind === 'alert' ? 'alert:page' : `alert:${item.spell}:page`;
}
