import { performance } from 'node:perf_hooks';
import type { Redis } from 'ioredis';
import * as v from 'valibot';
import type { Change } from '../watch/change.ts';
import type { OperationReference } from '../watch/operation-reference.ts';
import { destinationOf } from '../watch/outbox-item.ts';
import { nameOfMessage } from '../watch/standing-message.ts';
import { isLive, WatchRecord } from '../watch/watch-record.ts';
import { URGENCY } from './edit-line.ts';
import { keys } from './keys.ts';
import { READ_BUDGETS, type ReadPace } from './read-budget.ts';
import { operationHash, watchId } from './watch-id.ts';

/** A record as it stood in Redis at a version. Version 0 is one that is not stored yet. */
export interface StoredWatch {
  readonly version: number;
  readonly record: WatchRecord;
}

/** `conflict`: somebody else was faster; load again and decide again. */
export type Commit =
  | { readonly kind: 'conflict' }
  | { readonly kind: 'done'; readonly refreshAsked: boolean };

/** In milliseconds since the epoch, by the clock of Redis; 0 is never. */
export interface Deadline {
  readonly atMs: number;
}

export const NEVER: Deadline = { atMs: 0 };

/** An operation that nobody has ever seen is no history; its job may still be ending. */
const UNSEEN_KEPT_MS = 60_000;
/** Cards are edited after all is told; Slack may not take that at once. */
const LEAST_KEPT_MS = 3_600_000;

/** What is to be known before a reading. */
export interface ReadBegun {
  /** Undefined where the watch is no longer kept. */
  readonly stored: StoredWatch | undefined;
  /** For how long Azure asks that its subscription is not read. */
  readonly heldMs: number;
  /** For how long its turn in the read budget does not come; 0 where it has come. */
  readonly turnMs: number;
  /** For how long its turn did not come, where it has come now. */
  readonly heldBackMs: number;
  /** Somebody has wished for this look. */
  readonly isWished: boolean;
}

/** How a decision is carried out. */
export interface CommitOptions {
  /** Until when a person waits for it. */
  readonly deadline?: Deadline;
  /** Whether its reads go before others' when the read budget is short; undefined leaves that as it is. */
  readonly presses?: boolean;
  /** Somebody waits for its cards to be redrawn. */
  readonly isTouched?: boolean;
}

/** Redis did not get to it in time: it has not been done, and will not be. */
class TooLate extends Error {
  override readonly name = 'TooLate';

  constructor() {
    super('Redis took too long; nothing has been stored');
  }
}

/** Redis broke off before its answer: nobody knows whether it has been done. */
export class StoreUncertain extends Error {
  override readonly name = 'StoreUncertain';

  constructor(cause: unknown) {
    super('Redis broke off before it answered', { cause });
  }
}

/** ioredis' word for a command that it has not sent, for lack of a connection. */
const NOT_SENT = /^Stream isn't writeable/;

/** What is new, or near its end, is read before what has waited no longer than this. */
const HEAD_START_MS = 10 * 60_000;

const PARSED_AT_ONCE = 500;
const COMMIT_TRIES = 20;

const StoredRecord = v.pipe(v.string(), v.parseJson(), WatchRecord);

/** The durable records of all watches. Every method rejects while Redis does not answer. */
export class WatchStore {
  readonly #redis: Redis;
  readonly #historyMs: number;

  /** @param historyMs how long a record is kept after its watch has ended; an hour at least */
  constructor(redis: Redis, historyMs: number) {
    this.#redis = redis;
    this.#historyMs = historyMs;
  }

  /** @returns undefined where the watch is no longer kept */
  async load(id: string): Promise<StoredWatch | undefined> {
    const [version, record] = await this.#redis.hmget(keys.watch(id), 'version', 'record');
    return parseStored(version, record);
  }

  /**
   * To be called when a reading starts: takes its turn in the read budget, and the wishes for a fresh
   * look that it fulfils.
   */
  async beginRead(id: string, { intervalMs, atOnce }: ReadPace): Promise<ReadBegun> {
    const [version, record, heldMs, turnMs, heldBackMs, wished] = await this.#redis.beginRead(
      keys.watch(id),
      keys.holds,
      id,
      READ_BUDGETS,
      intervalMs,
      atOnce,
      HEAD_START_MS,
    );
    const stored = parseStored(version, record);
    return { stored, heldMs, turnMs, heldBackMs, isWished: wished === 1 };
  }

  /**
   * Until when something may be stored that a person waits for, by the clock of Redis: they are told
   * that it failed when it takes too long, and it must not happen after that.
   */
  async deadline(withinMs: number): Promise<Deadline> {
    const askedAt = performance.now();
    const [seconds, micros] = await this.#redis.time();
    const nowMs = Number(seconds) * 1000 + Math.floor(Number(micros) / 1000);
    return { atMs: Math.floor(nowMs + withinMs - (performance.now() - askedAt)) };
  }

  /** The newest watch of an operation, and the epoch that a new one would have. */
  async newest(
    reference: OperationReference,
  ): Promise<{ readonly stored: StoredWatch | undefined; readonly nextId: NextId }> {
    const hash = operationHash(reference);
    const known = await this.#redis.get(keys.epoch(hash));
    const epoch = known === null ? await this.#lastKept(hash) : Number(known);
    const stored = epoch > 0 ? await this.load(watchId(hash, epoch)) : undefined;
    return { stored, nextId: { id: watchId(hash, epoch + 1), epoch: epoch + 1 } };
  }

  /**
   * Stores a decision, all of it or nothing: the record, what it owes Slack, and which cards are to
   * be redrawn.
   *
   * @throws TooLate where Redis came to it only after the deadline; nothing is stored then
   * @throws StoreUncertain where Redis was asked and did not answer
   */
  async commit(
    expectedVersion: number,
    change: Change,
    { deadline = NEVER, presses, isTouched = false }: CommitOptions = {},
  ): Promise<Commit> {
    const { record, outbox, changedCards } = change;
    const destinations = [...new Set(outbox.map(destinationOf))];
    const keyNames = [
      keys.watch(record.id),
      keys.live,
      keys.epoch(operationHash(record.reference)),
      keys.owing,
      keys.edits,
      ...destinations.map(keys.outbox),
    ];
    const firstOutbox = keyNames.length - destinations.length + 1;
    const asked = this.#redis.commitWatch(
      keyNames.length,
      ...keyNames,
      record.id,
      String(expectedVersion),
      JSON.stringify(record),
      isLive(record) ? '1' : '0',
      this.#keptMs(record),
      record.epoch,
      record.begunAt,
      deadline.atMs,
      record.reference.subscriptionId,
      presses === undefined ? '' : Number(presses),
      URGENCY[urgencyOf(record, isTouched)],
      URGENCY.progress,
      changedCards.length,
      ...changedCards.map((cardKey) =>
        nameOfMessage({ kind: 'card', watchId: record.id, cardKey }),
      ),
      ...outbox.flatMap((item) => {
        const destination = destinationOf(item);
        return [firstOutbox + destinations.indexOf(destination), destination, JSON.stringify(item)];
      }),
    );
    const answer = await asked.catch((error: unknown) => {
      const wasSent = !(error instanceof Error && NOT_SENT.test(error.message));
      throw wasSent ? new StoreUncertain(error) : error;
    });
    if (answer === -1) throw new TooLate();
    return answer === 0 ? { kind: 'conflict' } : { kind: 'done', refreshAsked: answer === 2 };
  }

  /** The newest epoch is forgotten with its watch; an older one may be kept for longer. */
  async #lastKept(hash: string): Promise<number> {
    let epoch = 0;
    while ((await this.#redis.exists(keys.watch(watchId(hash, epoch + 1)))) === 1) epoch += 1;
    return epoch;
  }

  /** How long a record is kept after its watch has ended and all that it owes is told. */
  #keptMs({ outcome, cards }: WatchRecord): number {
    const isUnseen = outcome.verdict === 'not-found' && !cards.some(({ opened }) => opened);
    return isUnseen ? UNSEEN_KEPT_MS : Math.max(LEAST_KEPT_MS, this.#historyMs);
  }

  /**
   * Decides on the newest record and stores the decision; where somebody was faster, decides anew.
   *
   * @param decide pure; undefined leaves all as it is
   * @param known the record as it was lately: most often it still is the newest
   */
  async update(
    id: string,
    decide: (record: WatchRecord) => Change | undefined,
    options: CommitOptions | ((decided: WatchRecord) => CommitOptions) = {},
    known?: StoredWatch,
  ): Promise<{ readonly change: Change; readonly refreshAsked: boolean } | undefined> {
    let stored = known;
    for (let attempt = 0; attempt < COMMIT_TRIES; attempt++) {
      stored ??= await this.load(id);
      const change = stored && decide(stored.record);
      if (!stored || !change) return undefined;
      const carried = typeof options === 'function' ? options(change.record) : options;
      const commit = await this.commit(stored.version, change, carried);
      if (commit.kind === 'done') return { change, refreshAsked: commit.refreshAsked };
      stored = undefined;
    }
    throw new Error(
      `The record of watch ${id} changed ${COMMIT_TRIES} times while it was decided on`,
    );
  }

  /** Notes that a person wants a fresh look: a reading under way is then followed by another. */
  async askRefresh(id: string): Promise<void> {
    await this.#redis.askRefresh(keys.watch(id));
  }

  /** The record is gone, by a person's hand: the watch no longer counts as live. */
  async forget(id: string): Promise<void> {
    await this.#redis.zrem(keys.live, id);
  }

  /** Ids of all live watches, the oldest first. */
  async liveIds(): Promise<readonly string[]> {
    return await this.#redis.zrange(keys.live, 0, '-1');
  }

  /** Records of all live watches, the oldest first. */
  async *live(): AsyncGenerator<WatchRecord> {
    const ids = await this.liveIds();
    for (let start = 0; start < ids.length; start += PARSED_AT_ONCE) {
      const records = await this.loadAll(ids.slice(start, start + PARSED_AT_ONCE));
      yield* records.filter(isLive);
    }
  }

  /** Those records among these that are kept and can be read. */
  async loadAll(ids: readonly string[]): Promise<readonly WatchRecord[]> {
    const pipeline = this.#redis.pipeline();
    for (const id of ids) pipeline.hget(keys.watch(id), 'record');
    const answers = (await pipeline.exec()) ?? [];
    return answers.flatMap(([, record]) => {
      const parsed = v.safeParse(StoredRecord, record);
      return parsed.success ? [parsed.output] : [];
    });
  }
}

function urgencyOf(record: WatchRecord, isTouched: boolean): keyof typeof URGENCY {
  if (!isLive(record)) return 'ending';
  return isTouched ? 'touched' : 'progress';
}

interface NextId {
  readonly id: string;
  readonly epoch: number;
}

function parseStored(
  version: string | null | undefined,
  record: string | null | undefined,
): StoredWatch | undefined {
  if (!version || !record) return undefined;
  return { version: Number(version), record: v.parse(StoredRecord, record) };
}
