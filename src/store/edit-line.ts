import type { Redis } from 'ioredis';
import { messageOfName, nameOfMessage, type StandingMessage } from '../watch/standing-message.ts';
import { keys } from './keys.ts';
import { lookedField, lookField, ownerKey, triesField } from './message-fields.ts';

/**
 * Which messages go first when many are to be edited. People who pressed a button wait for it, and the
 * on-call channel must know of every failure: both are few. Then endings, then what somebody asked to be
 * refreshed, then what is odd, then progress.
 */
export const URGENCY = {
  acknowledged: 0,
  onCall: 1,
  ending: 2,
  touched: 3,
  conditions: 4,
  progress: 5,
} as const;
export type Urgency = keyof typeof URGENCY;

/** A message that nobody else edits for a while. */
export interface TakenEdit {
  readonly message: StandingMessage;
  /** Names our right to it. */
  readonly lease: string;
}

export interface PutOff {
  readonly tries: number;
  readonly taken: TakenEdit;
}

/** `lost`: somebody else has taken the message meanwhile. */
export type EditTurn =
  | { readonly kind: 'granted'; readonly taken: TakenEdit }
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'lost' };

/** `wait`: none is ready, or none may be edited, for so long. */
export type NextEdit =
  | { readonly kind: 'edit'; readonly taken: TakenEdit }
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'none' };

export interface EditLineOptions {
  /** Between two edits. */
  readonly intervalMs: number;
  /** How long nobody else takes a message. */
  readonly leaseMs?: number;
}

/** A process that died leaves its message to the others after this time: longer than two calls take. */
const LEASE_MS = 20_000;
/** Woken up late, we do not fall behind the budget for that. */
const LATE_MS = 250;
const PUT_OFF_MS = { shortest: 1000, longest: 60_000 } as const;

/**
 * Nobody edits while Slack asks for a pause, or while it does not let us in. It limits the method as a
 * whole: docs.slack.dev/reference/methods/chat.update, tier 3.
 */
export const EDIT_HOLDS = ['chat.update', 'chat.update/sign-in'] as const;
const [PAUSE, SIGN_IN] = EDIT_HOLDS;
const PACE = `${keys.budget('edits')}:pace`;
const LINE = [keys.edits, keys.editsTaken] as const;

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
    await this.#redis.markEdits(keys.edits, URGENCY[urgency], 0, ...names);
  }

  /** As `mark`, of a message that is soon to change more: what comes in the meantime is one edit. */
  async markAfter(afterMs: number, urgency: Urgency, message: StandingMessage): Promise<void> {
    await this.#redis.markEdits(keys.edits, URGENCY[urgency], afterMs, nameOfMessage(message));
  }

  /** Takes the next message, if one may be edited now. */
  async next(): Promise<NextEdit> {
    const [kind, ...rest] = await this.#redis.nextEdit(
      ...LINE,
      keys.holds,
      PACE,
      PAUSE,
      SIGN_IN,
      this.#leaseMs,
    );
    if (kind === 0) return { kind: 'none' };
    if (kind === 1) return { kind: 'wait', ms: Number(rest[0]) };
    const [name = '', lease = ''] = rest.map(String);
    const message = messageOfName(name);
    if (message) return { kind: 'edit', taken: { message, lease } };
    await this.#redis.zrem(keys.editsTaken, name);
    return { kind: 'wait', ms: 0 };
  }

  /** Asks for the turn to send an edit. What looks as it should needs none. */
  async takeTurn({ message, lease }: TakenEdit): Promise<EditTurn> {
    const [kind, answer] = await this.#redis.takeEditTurn(
      PACE,
      keys.editsTaken,
      nameOfMessage(message),
      lease,
      this.#intervalMs,
      LATE_MS,
      this.#leaseMs,
    );
    switch (kind) {
      case 0:
        return { kind: 'granted', taken: { message, lease: answer } };
      case 1:
        return { kind: 'wait', ms: answer };
      default:
        return { kind: 'lost' };
    }
  }

  /**
   * Gives it back, done. Where the lease has run out, the message is looked at again.
   *
   * @param look what is shown now; undefined where nothing is to be noted
   */
  async settle({ message, lease }: TakenEdit, look?: string): Promise<void> {
    await this.#redis.settleEdit(
      ...LINE,
      ownerKey(message),
      nameOfMessage(message),
      lease,
      triesField(message),
      lookField(message),
      lookedField(message),
      look ?? '',
    );
  }

  /** Gives it back untouched, for its turn. */
  async giveBack({ message, lease }: TakenEdit): Promise<void> {
    await this.#redis.returnEdit(...LINE, nameOfMessage(message), lease);
  }

  /**
   * Leaves it alone for a while, for longer each time; then it has its old place.
   *
   * @returns how often it has not worked in a row, and our right to it until then
   */
  async putOff({ message, lease }: TakenEdit): Promise<PutOff> {
    const [tries, left] = await this.#redis.putOffEdit(
      ...LINE,
      ownerKey(message),
      nameOfMessage(message),
      lease,
      triesField(message),
      PUT_OFF_MS.shortest,
      PUT_OFF_MS.longest,
    );
    return { tries, taken: { message, lease: left } };
  }

  /** Slack asks for a pause: nobody edits. */
  async pause(ms: number): Promise<void> {
    if (ms > 0) await this.#redis.hold(keys.holds, PAUSE, Math.ceil(ms));
  }

  /** Slack does not let us in: nobody edits for a while, or until somebody hears that it does again. */
  async waitForSignIn(ms: number): Promise<void> {
    if (ms > 0) await this.#redis.hold(keys.holds, SIGN_IN, Math.ceil(ms));
  }

  /** Slack lets us in again. */
  async resume(): Promise<void> {
    await this.#redis.hdel(keys.holds, SIGN_IN);
  }
}
