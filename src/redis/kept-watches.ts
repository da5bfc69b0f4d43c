import type { WatchId } from '../watch/names.ts';
import type { OperationReference } from '../watch/operation-reference.ts';
import type { WatchRecord } from '../watch/watch-record.ts';
import { isOfValue } from './access/redis-fault.ts';
import type { Connection, RedisClient } from './connection.ts';
import { FIELDS } from './fields.ts';
import type { Keys } from './keys.ts';
import {
  type FoundWatch,
  findIn,
  parseStored,
  type StoredWatch,
  storedNumber,
  UnreadableRecord,
} from './stored-record.ts';
import { hashOf, type OperationHash, operationHash, parseWatchId, watchId } from './watch-id.ts';

const PARSED_AT_ONCE = 500;

interface NextId {
  readonly id: WatchId;
  readonly epoch: number;
}

/** The durable records of all watches, to be read. Every method rejects while Redis does not answer. */
export class KeptWatches {
  readonly #redis: RedisClient;
  readonly #keys: Keys;

  constructor({ client, keys }: Connection) {
    this.#redis = client;
    this.#keys = keys;
  }

  /**
   * @returns undefined where the watch is no longer kept
   * @throws UnreadableRecord
   */
  async load(id: WatchId): Promise<StoredWatch | undefined> {
    const [version, record] = await this.#redis
      .hmget(this.#keys.watch(id), FIELDS.version, FIELDS.record)
      .catch((cause: unknown) => {
        throw isOfValue(cause) ? new UnreadableRecord(id, 'broken', { cause }) : cause;
      });
    return parseStored(id, version ?? null, record ?? null);
  }

  /**
   * The newest watch of an operation, and the epoch that a new one would have. One whose record can't be read
   * counts as ended: else nobody could watch that operation any more.
   *
   * @throws UnreadableRecord where a newer version of the bot goes on with it
   */
  async newest(
    reference: OperationReference,
  ): Promise<{ readonly stored: StoredWatch | undefined; readonly nextId: NextId }> {
    const hash = operationHash(reference);
    const [lowest, known] = await Promise.all([this.#lowestEpoch(), this.#knownEpoch(hash)]);
    const epoch = typeof known === 'number' ? known : await this.#lastKept(hash, lowest, known);
    const newest = epoch > 0 ? this.load(watchId(hash, epoch)) : undefined;
    const stored = await newest?.catch((error: unknown) => {
      if (error instanceof UnreadableRecord && error.why === 'broken') return undefined;
      throw error;
    });
    const next = Math.max(epoch, lowest) + 1;
    return { stored, nextId: { id: watchId(hash, next), epoch: next } };
  }

  /** How many watches are live. */
  async liveCount(): Promise<number> {
    return await this.#redis.zcard(this.#keys.live);
  }

  /** How many live watches each subscription has. */
  async liveBySubscription(): Promise<ReadonlyMap<string, number>> {
    const counts = new Map<string, number>();
    const ids = await this.liveIds();
    for (let start = 0; start < ids.length; start += PARSED_AT_ONCE) {
      const pipeline = this.#redis.pipeline();
      for (const id of ids.slice(start, start + PARSED_AT_ONCE)) {
        pipeline.hget(this.#keys.watch(id), FIELDS.subscription);
      }
      for (const [error, subscription] of (await pipeline.exec()) ?? []) {
        if (error && !isOfValue(error)) throw error;
        if (typeof subscription !== 'string') continue;
        counts.set(subscription, (counts.get(subscription) ?? 0) + 1);
      }
    }
    return counts;
  }

  /** Ids of all live watches, the oldest first. */
  async liveIds(): Promise<readonly WatchId[]> {
    const names = await this.#redis.zrange(this.#keys.live, 0, '-1');
    return names.flatMap((name) => parseWatchId(name) ?? []);
  }

  /** All watches that count as live, the oldest first, those too that can't be read. */
  async *findLive(): AsyncGenerator<FoundWatch> {
    const ids = await this.liveIds();
    for (let start = 0; start < ids.length; start += PARSED_AT_ONCE) {
      yield* await this.findAll(ids.slice(start, start + PARSED_AT_ONCE));
    }
  }

  /** Those among these that are kept. */
  async findAll(ids: readonly WatchId[]): Promise<readonly FoundWatch[]> {
    const pipeline = this.#redis.pipeline();
    const { version, record, owed, keep } = FIELDS;
    for (const id of ids) pipeline.hmget(this.#keys.watch(id), version, record, owed, keep);
    const answers = (await pipeline.exec()) ?? [];
    return ids.flatMap((id, index) => {
      const [error, fields] = answers[index] ?? [];
      if (error && !isOfValue(error)) throw error;
      return findIn(id, error ? undefined : fields) ?? [];
    });
  }

  /** Those records among these that are kept and can be read. */
  async loadAll(ids: readonly WatchId[]): Promise<readonly WatchRecord[]> {
    const found = await this.findAll(ids);
    return found.flatMap((each) => (each.kind === 'record' ? [each.record] : []));
  }

  /** Above it, no epoch was ever lost. */
  async #lowestEpoch(): Promise<number> {
    const since = await this.#redis
      .hget(this.#keys.memory, FIELDS.since)
      .catch((error: unknown) => {
        if (isOfValue(error)) return null;
        throw error;
      });
    return storedNumber(since ?? '') ?? 0;
  }

  async #knownEpoch(hash: OperationHash): Promise<number | 'none' | 'unreadable'> {
    const known = await this.#redis.get(this.#keys.epoch(hash)).catch((error: unknown) => {
      if (isOfValue(error)) return '';
      throw error;
    });
    return known === null ? 'none' : (storedNumber(known) ?? 'unreadable');
  }

  /**
   * The newest epoch is forgotten with its watch; an older one may be kept for longer. Where it can't be read, the
   * watch may yet be live: only then are all that are live gone through, which takes as long as there are many.
   */
  async #lastKept(
    hash: OperationHash,
    lowest: number,
    known: 'none' | 'unreadable',
  ): Promise<number> {
    const live = known === 'unreadable' ? (await this.liveIds()).map(hashOf) : [];
    const own = live.filter((each) => each.hash === hash);
    let epoch = Math.max(lowest, ...own.map((each) => each.epoch));
    while ((await this.#redis.exists(this.#keys.watch(watchId(hash, epoch + 1)))) === 1) epoch += 1;
    return epoch > lowest ? epoch : 0;
  }
}
