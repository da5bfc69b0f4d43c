import type { Redis } from 'ioredis';
import { messageOfName, nameOfMessage, type StandingMessage } from '../watch/standing-message.ts';
import { keys } from './keys.ts';
import { editedField, lookField, ownerKey, triesField } from './message-fields.ts';

/**
 * Which messages go first when many are to be edited. People who pressed a button wait for it, and the
 * on-call channel must know of every failure: both are few. Then endings, then what somebody asked to be
 * refreshed, then progress.
 */
export const URGENCY = {
  acknowledged: 0,
  onCall: 1,
  ending: 2,
  touched: 3,
  progress: 4,
} as const;
export type Urgency = keyof typeof URGENCY;

/** A message that nobody else edits for a while. */
export interface TakenEdit {
  readonly message: StandingMessage;
  /** Its place in the line. */
  readonly score: string;
}

/** `wait`: none is ready, or none may be edited, for so long. */
export type NextEdit =
  | { readonly kind: 'edit'; readonly taken: TakenEdit }
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'none' };

export interface EditLineOptions {
  /** Between two edits. */
  readonly intervalMs: number;
  /** How long nobody else takes a message: longer than the longest call to Slack. */
  readonly leaseMs?: number;
}

/** A process that died leaves its message to the others after this time. */
const LEASE_MS = 15_000;
/** Woken up late, we do not fall behind the budget for that. */
const LATE_MS = 250;
const PUT_OFF_MS = { shortest: 1000, longest: 60_000 } as const;

/** What Slack limits as a whole: docs.slack.dev/reference/methods/chat.update, tier 3. */
const HOLD = 'chat.update';
const PACE = `${keys.budget('edits')}:pace`;

/**
 * The messages of ours that may look older than what they show, in the order in which they are to be
 * edited: one line for the whole workspace, however many processes work on it. A message stands in it
 * once, and who takes it sees all that was changed before. Every method rejects while Redis does not
 * answer.
 */
export class EditLine {
  readonly #redis: Redis;
  readonly #intervalMs: number;
  readonly #leaseMs: number;

  constructor(redis: Redis, { intervalMs, leaseMs = LEASE_MS }: EditLineOptions) {
    this.#redis = redis;
    this.#intervalMs = intervalMs;
    this.#leaseMs = leaseMs;
  }

  async mark(urgency: Urgency, ...messages: readonly StandingMessage[]): Promise<void> {
    if (messages.length === 0) return;
    const names = messages.map(nameOfMessage);
    await this.#redis.markEdits(keys.edits, URGENCY[urgency], ...names);
  }

  /** Takes the next message, if one may be edited now. */
  async next(): Promise<NextEdit> {
    const [kind, ...rest] = await this.#redis.nextEdit(
      keys.edits,
      keys.editsTaken,
      keys.holds,
      PACE,
      HOLD,
      this.#leaseMs,
      URGENCY.ending,
    );
    if (kind === 0) return { kind: 'none' };
    if (kind === 1) return { kind: 'wait', ms: Number(rest[0]) };
    const [name = '', score = ''] = rest.map(String);
    const message = messageOfName(name);
    if (message) return { kind: 'edit', taken: { message, score } };
    await this.#redis.zrem(keys.editsTaken, name);
    return { kind: 'wait', ms: 0 };
  }

  /**
   * Asks for the turn to send an edit. What looks as it should needs none.
   *
   * @returns 0, or for how many milliseconds to wait
   */
  async takeTurn(): Promise<number> {
    return await this.#redis.takeEditTurn(PACE, this.#intervalMs, LATE_MS);
  }

  /**
   * Gives it back, done.
   *
   * @param look what is shown now; undefined where nothing is to be noted
   * @param isSent whether it was edited for that
   */
  async settle({ message }: TakenEdit, look?: string, isSent = false): Promise<void> {
    await this.#redis.settleEdit(
      ownerKey(message),
      keys.editsTaken,
      keys.edits,
      nameOfMessage(message),
      triesField(message),
      look === undefined ? '' : lookField(message),
      look ?? '',
      isSent ? editedField(message) : '',
      URGENCY.progress * 1e13,
    );
  }

  /** Gives it back untouched, for its turn. */
  async giveBack({ message, score }: TakenEdit): Promise<void> {
    await this.#redis.returnEdit(keys.edits, keys.editsTaken, nameOfMessage(message), score);
  }

  /**
   * Leaves it alone for a while, for longer each time.
   *
   * @returns how often it has not worked in a row
   */
  async putOff({ message }: TakenEdit): Promise<number> {
    return await this.#redis.putOffEdit(
      ownerKey(message),
      keys.editsTaken,
      nameOfMessage(message),
      triesField(message),
      PUT_OFF_MS.shortest,
      PUT_OFF_MS.longest,
    );
  }

  /** Slack asks for a pause: nobody edits. */
  async pause(ms: number): Promise<void> {
    if (ms > 0) await this.#redis.hold(keys.holds, HOLD, Math.ceil(ms));
  }

  /** Slack is back: what waits for it need not wait any longer. */
  async resume(): Promise<void> {
    await this.#redis.hdel(keys.holds, HOLD);
  }
}
