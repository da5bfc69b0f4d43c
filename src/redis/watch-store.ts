import { TRIED_AGAIN_WITHIN_MS } from '../watch/another-try.ts';
import type { Change } from '../watch/change.ts';
import { cardUrgency, EDIT_URGENCY } from '../watch/edit-urgency.ts';
import { isUnseen, keptMs } from '../watch/end-watch.ts';
import { destinationOf } from '../watch/item-names.ts';
import { type CardKey, destinations, nameOfMessage, type WatchId } from '../watch/names.ts';
import { runOf, seriesOf } from '../watch/series.ts';
import { isLive, type WatchRecord } from '../watch/watch-record.ts';
import { askerOf } from '../watch/whose-turn.ts';
import type { Connection, RedisClient } from './connection.ts';
import { type Deadline, deadlineWithin } from './deadline.ts';
import { cardFields } from './fields.ts';
import { KeptWatches } from './kept-watches.ts';
import type { Keys } from './keys.ts';
import type { ReadPace } from './read-budget.ts';
import { seriesHash } from './series-hash.ts';
import { askRefresh } from './steps/ask-refresh.ts';
import { beginRead } from './steps/begin-read.ts';
import { commitWatch } from './steps/commit-watch.ts';
import { storeSafely } from './store-safely.ts';
import { parseStored, type StoredWatch, storedRecord } from './stored-record.ts';
import { hashOf } from './watch-id.ts';

/** `conflict`: somebody else was faster; load again and decide again. */
export type Commit =
  | { readonly kind: 'conflict' }
  | { readonly kind: 'done'; readonly refreshAsked: boolean };

/** What is to be known before a reading. */
export interface ReadBegun {
  /** Undefined where the watch is no longer kept. */
  readonly stored: StoredWatch | undefined;
  /** For how long Azure asks that its subscription is not read. */
  readonly heldMs: number;
  /** For how long its turn in the read budget does not come; 0 where it has come. */
  readonly turnMs: number;
  /** For how long its turn did not come, where it has come now. */
  readonly queuedMs: number;
  /** Somebody has wished for this look. */
  readonly isWished: boolean;
}

/** How a decision is carried out. */
export interface CommitOptions {
  /** Until when a person waits for it; `NO_DEADLINE` where nobody does. */
  readonly deadline: Deadline;
  /** Whether its reads go before its asker's others when the read budget is short; undefined leaves that as it is. */
  readonly hasPriority?: boolean;
  /** A reading is what was decided on: a wish that came meanwhile is taken, and reported as `refreshAsked`. */
  readonly isReading?: boolean;
  /** Somebody waits for its cards to be redrawn. */
  readonly isTouched?: boolean;
}

const COMMIT_TRIES = 20;

/** The durable records of all watches, and whatever changes them. Every method rejects while Redis does not answer. */
export class WatchStore extends KeptWatches {
  readonly #redis: RedisClient;
  readonly #keys: Keys;
  readonly #historyMs: number;
  readonly #onEvent: () => void;

  /**
   * @param historyMs how long a record is kept after its watch has ended; an hour at least
   * @param onEvent hears that something has happened to a watch: more than that it goes on
   */
  constructor(connection: Connection, historyMs: number, onEvent: () => void = () => undefined) {
    super(connection);
    this.#redis = connection.client;
    this.#keys = connection.keys;
    this.#historyMs = historyMs;
    this.#onEvent = onEvent;
  }

  /**
   * To be called when a reading starts: takes its turn in the read budget, and the wishes for a fresh
   * look that it fulfils.
   *
   * @throws UnreadableRecord
   */
  async beginRead(id: WatchId, { intervalMs, atOnce }: ReadPace): Promise<ReadBegun> {
    const [version, record, heldMs, turnMs, queuedMs, wished] = await beginRead(this.#redis, {
      watch: this.#keys.watch(id),
      holds: this.#keys.holds,
      id,
      budgets: this.#keys.prefixes.readBudgets,
      intervalMs,
      atOnce,
    });
    const stored = parseStored(id, version, record);
    return { stored, heldMs, turnMs, queuedMs, isWished: wished === 1 };
  }

  /** Until when something may be stored of which a person is then told that it failed. */
  async deadline(withinMs: number): Promise<Deadline> {
    return await deadlineWithin({ client: this.#redis, keys: this.#keys }, withinMs);
  }

  /**
   * Stores a decision, all of it or nothing: the record, what it owes Slack, and which cards are to
   * be redrawn.
   *
   * @throws NothingStored where Redis came to it only after the deadline, or is away
   * @throws StoreUncertain where Redis was asked and did not answer
   */
  async commit(
    expectedVersion: number,
    change: Change,
    { deadline, hasPriority, isReading = false, isTouched = false }: CommitOptions,
  ): Promise<Commit> {
    const { record, outbox, changedCards } = change;
    const owing = [...new Set(outbox.map(destinationOf))];
    const run = runOf(record);
    const series = seriesHash(run && seriesOf(record.latest?.snapshot));
    const urgency = cardUrgency(record, isTouched);
    const answer = await storeSafely(this.#redis, () =>
      commitWatch(this.#redis, {
        watch: this.#keys.watch(record.id),
        live: this.#keys.live,
        epoch: this.#keys.epoch(hashOf(record.id).hash),
        ended: this.#keys.ended,
        runs: this.#keys.runs(series),
        failed: this.#keys.failed(series),
        memory: this.#keys.memory,
        owing: this.#keys.owing,
        edits: this.#keys.edits,
        editsLeased: this.#keys.editsLeased,
        editPlaces: this.#keys.editPlaces,
        editAskers: this.#keys.editAskers,
        outboxes: owing.map(this.#keys.outbox),
        id: record.id,
        expectedVersion,
        record: storedRecord(record),
        isLive: isLive(record),
        keepMs: keptMs(record, this.#historyMs),
        ...(!isLive(record) && !isUnseen(record) && { endedAt: record.ending.at }),
        ...(run && {
          run: JSON.stringify(run),
          runAt: run.at,
          ...(run.verdict === 'failed' && { triedAgainWithinMs: TRIED_AGAIN_WITHIN_MS }),
          ...(run.verdict === 'succeeded' && { ranFrom: run.at - run.tookMs }),
        }),
        epochNumber: record.epoch,
        begunAt: record.begunAt,
        deadlineMs: deadline,
        subscription: record.reference.subscriptionId,
        asker: askerOf(record),
        isReading,
        priority: hasPriority,
        urgency: EDIT_URGENCY[urgency],
        cards: changedCards.map((cardKey) => ({
          message: nameOfMessage({ kind: 'card', watchId: record.id, cardKey }),
          ...(urgency === 'progress' && { lookedField: cardFields(cardKey).looked }),
        })),
        items: outbox.map((item) => {
          const destination = destinationOf(item);
          const index = owing.indexOf(destination);
          return { outbox: index, destination, item: JSON.stringify(item) };
        }),
      }),
    );
    if (answer === 'conflict') return { kind: 'conflict' };
    if (expectedVersion === 0 || outbox.length > 0 || isTouched) this.#onEvent();
    return { kind: 'done', refreshAsked: answer === 'done-refresh' };
  }

  /**
   * Decides on the newest record and stores the decision; where somebody was faster, decides anew.
   *
   * @param decide pure; undefined leaves all as it is
   * @param known the record as it was lately: most often it still is the newest
   */
  async update(
    id: WatchId,
    decide: (record: WatchRecord) => Change | undefined,
    options: CommitOptions | ((decided: WatchRecord) => CommitOptions),
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
  async askRefresh(id: WatchId, deadline: Deadline): Promise<void> {
    await storeSafely(this.#redis, () =>
      askRefresh(this.#redis, { watch: this.#keys.watch(id), deadlineMs: deadline }),
    );
  }

  /**
   * Those of a watch's stopped cards of which nothing is owed any more, neither a post nor an edit. That stays so:
   * a stopped card is told nothing new.
   */
  async toldCards(id: WatchId, cards: readonly CardKey[]): Promise<readonly CardKey[]> {
    if (cards.length === 0) return [];
    const pipeline = this.#redis.pipeline();
    for (const cardKey of cards) {
      const message = nameOfMessage({ kind: 'card', watchId: id, cardKey });
      pipeline.exists(this.#keys.outbox(destinations.card(id, cardKey)));
      pipeline.zscore(this.#keys.edits, message);
      pipeline.zscore(this.#keys.editsLeased, message);
    }
    const answers = (await pipeline.exec()) ?? [];
    return cards.filter((_, index) =>
      answers.slice(3 * index, 3 * index + 3).every(([error, owed]) => !error && !owed),
    );
  }

  /** Forgets what is known of cards that are no longer in the record. */
  async forgetCards(id: WatchId, cards: readonly CardKey[]): Promise<void> {
    const fields = cards.flatMap((key) => Object.values(cardFields(key)));
    if (fields.length > 0) await this.#redis.hdel(this.#keys.watch(id), ...fields);
  }

  /** The record is gone, by a person's hand: the watch no longer counts as live. */
  async forget(id: WatchId): Promise<void> {
    await this.#redis.zrem(this.#keys.live, id);
  }
}
