import { randomUUID } from 'node:crypto';
import { destinations } from '../watch/names.ts';
import type { Connection, RedisClient } from './connection.ts';
import type { Keys } from './keys.ts';
import { markMemory } from './steps/mark-memory.ts';

/**
 * Redis lost what it was told between `to` and `from`: a failover, a snapshot, FLUSHALL. All times are in
 * milliseconds since the epoch, by the clock of Redis.
 */
export interface MemoryLoss {
  /** When it was noticed. */
  readonly since: number;
  readonly from: number;
  /** 0 where all of it is lost. */
  readonly to: number;
}

/** For so long after a loss, own messages are looked up, and people find a notice of it. */
export const LOSS_MATTERS_MS = 24 * 3_600_000;
/** Each start of a process leaves one behind. */
const MOST_MARKS = 1000;

/**
 * Whether our memory, which is Redis, still has what it has acknowledged to this process. One that has just
 * started can't tell, but learns of what another has noticed.
 */
export class Memory {
  readonly #redis: RedisClient;
  readonly #keys: Keys;
  readonly #process = randomUUID();
  readonly #listeners: ((loss: MemoryLoss) => void)[] = [];
  /** Its first and its last mark that Redis has acknowledged. */
  #first = 0;
  #known = 0;
  #since = 0;
  #loss: MemoryLoss | undefined;
  /** The last mark before the connection broke, and the first one since. */
  #broke = 0;
  #back = 0;
  #isUnheard = false;

  constructor({ client, keys }: Connection) {
    this.#redis = client;
    this.#keys = keys;
    const noteBreak = () => {
      this.#broke = this.#known;
      this.#back = 0;
    };
    client.on('close', noteBreak);
    // A cluster stays open while one of its nodes goes.
    client.on('-node', noteBreak);
  }

  /** Each loss is heard of once, whoever has noticed it. */
  onLoss(listener: (loss: MemoryLoss) => void): void {
    this.#listeners.push(listener);
  }

  /** Redis has acknowledged a mark of this process. */
  get isMarked(): boolean {
    return this.#known > 0;
  }

  /** The last loss, as long as it matters. */
  get loss(): MemoryLoss | undefined {
    const matters = this.#loss && this.#known - this.#loss.since < LOSS_MATTERS_MS;
    return matters ? this.#loss : undefined;
  }

  /**
   * A time of which others may know more, since the connection has just broken: what was stored then may be lost, to
   * somebody who has not said so yet.
   */
  get unheard(): { readonly since: number; readonly until: number } | undefined {
    return this.#isUnheard ? { since: this.#broke, until: this.#back } : undefined;
  }

  /** What a step needs to see by itself whether memory went back. */
  get knowledge() {
    return {
      process: this.#process,
      known: this.#known,
      knownSince: this.#since,
      broke: this.#broke,
      back: this.#back,
    } as const;
  }

  /** A step has left that mark of this process. */
  marked(mark: number): void {
    this.#first ||= mark;
    this.#back ||= mark;
    this.#known = Math.max(this.#known, mark);
  }

  /** To be called every few seconds. Rejects while Redis does not answer. */
  async mark(): Promise<void> {
    const destination = destinations.fault('memory');
    const [mark, since, unheard, from, to] = await markMemory(this.#redis, {
      marks: this.#keys.marks,
      memory: this.#keys.memory,
      fault: this.#keys.fault('memory'),
      outbox: this.#keys.outbox(destination),
      owing: this.#keys.owing,
      ...this.knowledge,
      first: this.#first,
      destination,
      keepMs: LOSS_MATTERS_MS,
      mostMarks: MOST_MARKS,
    });
    const wasThere = this.isMarked;
    this.marked(mark);
    this.#isUnheard = unheard === 1;
    if (since <= this.#since) return;
    this.#since = since;
    if (from === undefined || to === undefined) return;
    const loss = { since, from, to };
    this.#loss = loss;
    if (wasThere) for (const listener of this.#listeners) listener(loss);
  }
}
