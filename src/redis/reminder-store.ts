import { EDIT_URGENCY } from '../watch/edit-urgency.ts';
import {
  type CallMessage,
  callOfName,
  type Destination,
  destinations,
  messageNameStart,
  nameOfMessage,
  type ReminderId,
} from '../watch/names.ts';
import { isOfValue } from './access/redis-fault.ts';
import { parseAcknowledgement } from './care.ts';
import type { Connection, RedisClient } from './connection.ts';
import { FIELDS, ownerOfMessage } from './fields.ts';
import { type KeptReminder, parseReminder } from './kept-reminder.ts';
import type { Keys } from './keys.ts';
import { setAside } from './set-aside.ts';
import { cancelAppointment } from './steps/cancel-appointment.ts';
import { readClock } from './steps/read-clock.ts';
import { remind } from './steps/remind.ts';
import { storedNumber } from './stored-record.ts';

/** A message for which on-call is to be called again. */
export interface DueCall {
  readonly message: CallMessage;
  /** When its appointment is, in milliseconds since the epoch, by the clock of Redis. */
  readonly at: number;
  /** How many reminders of it have been made. */
  readonly made: number;
  /** It was snoozed, and comes back. */
  readonly isSnoozed: boolean;
}

/** What a reminder is to say of one message. */
export interface PlannedCall extends Omit<DueCall, 'at'> {
  /** When on-call is called once more; undefined: never. */
  readonly againAfterMs: number | undefined;
}

/** A message that calls on-call and that nobody looks after. */
export interface UntakenCall {
  readonly message: CallMessage;
  /** When it was told, in milliseconds since the epoch, by the clock of Redis. */
  readonly at: number;
}

/** So many are reminded of at once. */
const MOST_DUE = 200;

/** Whom nobody has answered yet, and when on-call is called again. Every method rejects while Redis does not answer. */
export class ReminderStore {
  readonly #connection: Connection;
  readonly #redis: RedisClient;
  readonly #keys: Keys;
  readonly #keepMs: number;

  /** @param keepMs how long a reminder is kept after it was told */
  constructor(connection: Connection, keepMs: number) {
    this.#connection = connection;
    this.#redis = connection.client;
    this.#keys = connection.keys;
    this.#keepMs = keepMs;
  }

  /**
   * The messages for which on-call is to be called again by now.
   *
   * @param aheadMs what is due within this time comes along, where anything is due
   */
  async due(aheadMs: number): Promise<readonly DueCall[]> {
    const { appointments } = this.#keys;
    const [first, score] = await this.#redis.zrange(appointments, 0, '0', 'WITHSCORES');
    if (first === undefined) return [];
    const now = await readClock(this.#redis, { proof: this.#keys.proof });
    if (Number(score) > now) return [];
    const found = await this.#redis.zrangebyscore(
      ...([appointments, '-inf', now + aheadMs, 'WITHSCORES', 'LIMIT', 0, MOST_DUE] as const),
    );
    const due: DueCall[] = [];
    for (let index = 0; index < found.length; index += 2) {
      const [name = '', at] = found.slice(index);
      const message = callOfName(name);
      if (!message) await this.#setAside(name);
      else {
        const call = { message, at: Number(at), ...(await this.#standing(message)) };
        // Nobody is called before the time that they were promised.
        if (!call.isSnoozed || call.at <= now) due.push(call);
      }
    }
    return due;
  }

  async #standing(message: CallMessage): Promise<Pick<DueCall, 'made' | 'isSnoozed'>> {
    const owner = ownerOfMessage(this.#keys, message);
    const { remindersMade, acknowledged } = FIELDS;
    // What is no hash is found so by the step, and keeps nobody from being called for the rest.
    const [made, stored] = await this.#redis
      .hmget(owner, remindersMade, acknowledged)
      .catch((error: unknown) => {
        if (isOfValue(error)) return [];
        throw error;
      });
    const care = parseAcknowledgement(stored);
    return {
      made: storedNumber(made ?? '0') ?? 0,
      isSnoozed: care?.until !== undefined && care.done === undefined,
    };
  }

  async #setAside(name: string): Promise<void> {
    const why = 'a member that is no message';
    const holder = this.#keys.appointments;
    await setAside(this.#connection, { holder, holds: 'zset', name, why });
    await this.#redis.zrem(this.#keys.untaken, name);
  }

  /**
   * Makes a reminder of all of these that nobody looks after, and owes it to Slack; the next appointments with it.
   *
   * @param escalates whether others are called than for the alert
   * @returns what owes it now; undefined where nobody is to be reminded of anything
   */
  async remind(
    calls: readonly PlannedCall[],
    escalates: boolean,
  ): Promise<Destination | undefined> {
    const { owing, untaken, appointments, careChanged, prefixes } = this.#keys;
    const { edits, editsLeased, editPlaces } = this.#keys;
    const answer = await remind(this.#redis, {
      owing,
      untaken,
      appointments,
      careChanged,
      edits,
      editsLeased,
      editPlaces,
      calls: calls.map(({ message, made, isSnoozed, againAfterMs }) => ({
        message: nameOfMessage(message),
        owner: ownerOfMessage(this.#keys, message),
        made,
        isSnoozed,
        againAfterMs,
      })),
      escalates,
      reminders: prefixes.reminders,
      outboxes: `${prefixes.outboxes}${messageNameStart.reminders}`,
      reminderMessages: messageNameStart.reminders,
      urgency: EDIT_URGENCY.acknowledged,
      keepMs: this.#keepMs,
    });
    return answer[0] === 'reminded' ? destinations.reminder(answer[1]) : undefined;
  }

  /** Nobody is called again for these, but where another appointment has been made meanwhile. */
  async cancel(calls: readonly Pick<DueCall, 'message' | 'at'>[]): Promise<void> {
    const { appointments } = this.#keys;
    for (const { message, at } of calls)
      await cancelAppointment(this.#redis, { appointments, message: nameOfMessage(message), at });
  }

  /** @returns undefined where it is no longer kept, or can't be read */
  async load(reminder: ReminderId): Promise<KeptReminder | undefined> {
    const stored = await this.#redis.hget(this.#keys.reminder(reminder), FIELDS.about);
    return parseReminder(stored);
  }

  /** The messages that nobody looks after, the oldest first. */
  async untaken(): Promise<readonly UntakenCall[]> {
    const { untaken } = this.#keys;
    const found = await this.#redis.zrange(untaken, 0, '-1', 'WITHSCORES');
    return found.flatMap((name, index) => {
      const message = index % 2 === 0 ? callOfName(name) : undefined;
      return message ? [{ message, at: Number(found[index + 1]) }] : [];
    });
  }

  /** No longer counts as untaken what was told so long ago that it is no longer kept. */
  async forgetOld(): Promise<void> {
    const now = await readClock(this.#redis, { proof: this.#keys.proof });
    const { untaken, appointments } = this.#keys;
    const old = await this.#redis.zrangebyscore(untaken, '-inf', now - this.#keepMs);
    for (const name of old) {
      await this.#redis.zrem(untaken, name);
      await this.#redis.zrem(appointments, name);
    }
  }
}
