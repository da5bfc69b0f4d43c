import { EDIT_URGENCY, type EditUrgency } from '../watch/edit-urgency.ts';
import { messageOfName, nameOfMessage, type StandingMessage } from '../watch/names.ts';
import type { Connection, RedisClient } from './connection.ts';
import { fieldsOfMessage, ownerOfMessage } from './fields.ts';
import type { Keys } from './keys.ts';
import { setAside } from './set-aside.ts';
import type { EditLease } from './steps/edit-lease.ts';
import { hold } from './steps/hold.ts';
import { leaseEdit } from './steps/lease-edit.ts';
import { markEdits } from './steps/mark-edits.ts';
import { putOffEdit } from './steps/put-off-edit.ts';
import { returnEdit } from './steps/return-edit.ts';
import { settleEdit } from './steps/settle-edit.ts';
import { takeEditTurn } from './steps/take-edit-turn.ts';

/** A message that nobody else edits for a while. */
export interface LeasedEdit {
  readonly message: StandingMessage;
  /** Names our right to it. */
  readonly lease: EditLease;
}

export interface PutOff {
  readonly tries: number;
  readonly edit: LeasedEdit;
}

/** `lost`: somebody else has leased the message meanwhile. */
export type EditTurn =
  | { readonly kind: 'granted'; readonly edit: LeasedEdit }
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'lost' };

/** `wait`: none is ready, or none may be edited, for so long. */
export type NextEdit =
  | { readonly kind: 'edit'; readonly edit: LeasedEdit }
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'none' };

export interface EditQueueOptions {
  /** Between two edits. */
  readonly intervalMs: number;
  /** From 0 to 1: decides when a card that merely progresses goes first. Default: never. */
  readonly chance?: () => number;
  /** How long nobody else edits a leased message. */
  readonly leaseMs?: number;
}

/** A process that died leaves its message to the others after this time: longer than two calls take. */
const LEASE_MS = 20_000;
/**
 * Of the edits, what cards have that merely progress, however many others end or are pressed by people. What on-call
 * is to know, and who looks after it, goes first all the same.
 */
const PROGRESS_SHARE = 1 / 5;
/** Woken up late, we do not fall behind the budget for that. */
const LATE_MS = 250;
const PUT_OFF_MS = { shortest: 1000, longest: 60_000 } as const;

/**
 * Nobody edits while Slack asks for a pause, or while it does not let us in. It limits the method as a
 * whole: docs.slack.dev/reference/methods/chat.update, tier 3.
 */
const PAUSE = 'chat.update';
const SIGN_IN = 'chat.update/sign-in';
export const EDIT_HOLDS = [PAUSE, SIGN_IN];

/**
 * The messages of ours that may look older than what they show, in the order in which they are to be
 * edited: one queue for the whole workspace, however many processes work on it. A message waits in it
 * once, and who leases it sees all that was changed before. Every method rejects while Redis does not
 * answer.
 */
export class EditQueue {
  readonly #connection: Connection;
  readonly #redis: RedisClient;
  readonly #keys: Keys;
  readonly #queue: Pick<Keys, 'edits' | 'editsLeased' | 'editPlaces'>;
  readonly #intervalMs: number;
  readonly #leaseMs: number;
  readonly #chance: () => number;

  constructor(
    connection: Connection,
    { intervalMs, leaseMs = LEASE_MS, chance = () => 1 }: EditQueueOptions,
  ) {
    const { client, keys } = connection;
    this.#connection = connection;
    this.#redis = client;
    this.#keys = keys;
    const { edits, editsLeased, editPlaces } = keys;
    this.#queue = { edits, editsLeased, editPlaces };
    this.#intervalMs = intervalMs;
    this.#leaseMs = leaseMs;
    this.#chance = chance;
  }

  async mark(urgency: EditUrgency, ...messages: readonly StandingMessage[]): Promise<void> {
    await this.#mark(urgency, 0, messages);
  }

  /** As `mark`, of a message that is soon to change more: what comes in the meantime is one edit. */
  async markAfter(afterMs: number, urgency: EditUrgency, message: StandingMessage): Promise<void> {
    await this.#mark(urgency, afterMs, [message]);
  }

  async #mark(urgency: EditUrgency, afterMs: number, messages: readonly StandingMessage[]) {
    if (messages.length === 0) return;
    const names = messages.map(nameOfMessage);
    await markEdits(this.#redis, {
      ...this.#queue,
      urgency: EDIT_URGENCY[urgency],
      afterMs,
      messages: names,
    });
  }

  /** Leases the next message, if one may be edited now. */
  async next(): Promise<NextEdit> {
    const answer = await leaseEdit(this.#redis, {
      ...this.#queue,
      holds: this.#keys.holds,
      editPace: this.#keys.editPace,
      holdNames: EDIT_HOLDS,
      leaseMs: this.#leaseMs,
      sparedFrom: this.#chance() < PROGRESS_SHARE ? EDIT_URGENCY.ending : EDIT_URGENCY.progress,
      sparedTo: EDIT_URGENCY.progress,
    });
    switch (answer[0]) {
      case 'none':
        return { kind: 'none' };
      case 'wait':
        return { kind: 'wait', ms: answer[1] };
      case 'leased': {
        const [, name, lease] = answer;
        const message = messageOfName(name);
        if (message) return { kind: 'edit', edit: { message, lease } };
        await this.#setAside(name);
        return { kind: 'wait', ms: 0 };
      }
      default:
        return answer satisfies never;
    }
  }

  async #setAside(name: string): Promise<void> {
    const { edits, editsLeased: holder, editPlaces } = this.#queue;
    const why = 'a member that is no message';
    await setAside(this.#connection, { holder, holds: 'zset', name, why });
    // Marked meanwhile, or twice.
    await this.#redis.zrem(edits, name);
    await this.#redis.hdel(editPlaces, name, `${name}+`);
  }

  /** Asks for the turn to send an edit. What looks as it should needs none. */
  async takeTurn({ message, lease }: LeasedEdit): Promise<EditTurn> {
    const answer = await takeEditTurn(this.#redis, {
      editPace: this.#keys.editPace,
      editsLeased: this.#keys.editsLeased,
      message: nameOfMessage(message),
      lease,
      intervalMs: this.#intervalMs,
      lateMs: LATE_MS,
      leaseMs: this.#leaseMs,
    });
    switch (answer[0]) {
      case 'granted':
        return { kind: 'granted', edit: { message, lease: answer[1] } };
      case 'wait':
        return { kind: 'wait', ms: answer[1] };
      case 'lost':
        return { kind: 'lost' };
      default:
        return answer satisfies never;
    }
  }

  /**
   * Gives it back, done. Where the lease has run out, the message is looked at again.
   *
   * @param look what is shown now; undefined where nothing is to be noted
   */
  async settle({ message, lease }: LeasedEdit, look?: string): Promise<void> {
    const { tries, shown, looked } = fieldsOfMessage(message);
    await settleEdit(this.#redis, {
      ...this.#queue,
      owner: ownerOfMessage(this.#keys, message),
      message: nameOfMessage(message),
      lease,
      triesField: tries,
      shownField: shown,
      lookedField: looked,
      look,
      urgency: EDIT_URGENCY.ending,
    });
  }

  /** Gives it back untouched, for its turn. */
  async giveBack({ message, lease }: LeasedEdit): Promise<void> {
    await returnEdit(this.#redis, { ...this.#queue, message: nameOfMessage(message), lease });
  }

  /**
   * Leaves it alone for a while, for longer each time; then it has its old place.
   *
   * @returns how often it has not worked in a row, and our right to it until then
   */
  async putOff({ message, lease }: LeasedEdit): Promise<PutOff> {
    const [tries, left] = await putOffEdit(this.#redis, {
      editsLeased: this.#keys.editsLeased,
      owner: ownerOfMessage(this.#keys, message),
      message: nameOfMessage(message),
      lease,
      triesField: fieldsOfMessage(message).tries,
      shortestMs: PUT_OFF_MS.shortest,
      longestMs: PUT_OFF_MS.longest,
    });
    return { tries, edit: { message, lease: left } };
  }

  /** Slack asks for a pause: nobody edits. */
  async pause(ms: number): Promise<void> {
    await this.#hold(PAUSE, ms);
  }

  /** Slack does not let us in: nobody edits for a while, or until somebody hears that it does again. */
  async waitForSignIn(ms: number): Promise<void> {
    await this.#hold(SIGN_IN, ms);
  }

  async #hold(name: string, ms: number): Promise<void> {
    if (ms > 0) await hold(this.#redis, { holds: this.#keys.holds, name, holdMs: Math.ceil(ms) });
  }

  /** Slack lets us in again. */
  async resume(): Promise<void> {
    await this.#redis.hdel(this.#keys.holds, SIGN_IN);
  }
}
