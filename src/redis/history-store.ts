import * as v from 'valibot';
import type { WatchId } from '../watch/names.ts';
import { Run, type Series } from '../watch/series.ts';
import type { FailedBefore } from '../watch/watch-record.ts';
import { isOfValue } from './access/redis-fault.ts';
import type { Connection, RedisClient } from './connection.ts';
import type { Keys } from './keys.ts';
import { seriesHash } from './series-hash.ts';
import { parseWatchId } from './watch-id.ts';

const StoredRun = v.pipe(v.string(), v.parseJson(), Run);

/** What is remembered of watches that have ended; `commit-watch` notes it. Rejects while Redis does not answer. */
export class HistoryStore {
  readonly #redis: RedisClient;
  readonly #keys: Keys;

  constructor({ client, keys }: Connection) {
    this.#redis = client;
    this.#keys = keys;
  }

  /** The last runs of a kind of operation on a server, the newest first; none where they can't be read. */
  async runs(series: Series): Promise<readonly Run[]> {
    const members = await this.#newest(
      this.#redis.zrevrange(this.#keys.runs(seriesHash(series)), 0, -1),
    );
    return members.flatMap((member) => {
      const parsed = v.safeParse(StoredRun, member);
      return parsed.success ? [parsed.output] : [];
    });
  }

  /** Watches of such operations that have failed, in the order in which they ended; none has succeeded since. */
  async failed(series: Series): Promise<readonly FailedBefore[]> {
    const key = this.#keys.failed(seriesHash(series));
    const found = await this.#newest(this.#redis.zrange(key, 0, '-1', 'WITHSCORES'));
    return found.flatMap((name, index) => {
      const watchId = index % 2 === 0 ? parseWatchId(name) : undefined;
      return watchId ? [{ watchId, at: Number(found[index + 1]) }] : [];
    });
  }

  /**
   * Ids of watches that have ended, the newest first; some may be forgotten by now.
   *
   * @param sinceMs at this time or later, in milliseconds since the epoch
   */
  async endedSince(sinceMs: number, most: number): Promise<readonly WatchId[]> {
    const { ended } = this.#keys;
    const members = await this.#newest(
      this.#redis.zrevrangebyscore(ended, '+inf', sinceMs, 'LIMIT', 0, most),
    );
    return members.flatMap((name) => parseWatchId(name) ?? []);
  }

  /** Of a key that holds something else, nothing is remembered. */
  async #newest(asked: Promise<string[]>): Promise<readonly string[]> {
    return await asked.catch((error: unknown) => {
      if (isOfValue(error)) return [];
      throw error;
    });
  }
}
