import type { Acknowledgement, Care } from '../watch/acknowledgement.ts';
import { EDIT_URGENCY } from '../watch/edit-urgency.ts';
import { destinationOf } from '../watch/item-names.ts';
import {
  type CallMessage,
  callOfName,
  destinations,
  messageNameStart,
  messageOfName,
  nameOfMessage,
  type UserId,
  type WatchId,
} from '../watch/names.ts';
import type { OutboxItem } from '../watch/outbox-item.ts';
import { parseAcknowledgement, parseCare } from './care.ts';
import {
  type Acknowledging,
  careOutcomeOf,
  careOutcomeOfAll,
  type StepAnswer,
} from './care-outcome.ts';
import type { Connection, RedisClient } from './connection.ts';
import type { Deadline } from './deadline.ts';
import { digestField, FIELDS } from './fields.ts';
import { type KeptCall, parseReminder } from './kept-reminder.ts';
import type { Keys } from './keys.ts';
import { setAside } from './set-aside.ts';
import { acknowledgeAlert } from './steps/acknowledge-alert.ts';
import { acknowledgeBurst } from './steps/acknowledge-burst.ts';
import { NothingStored, StoreUncertain, storeSafely } from './store-safely.ts';

/** What somebody wishes about a call, when, and what they have seen. */
export interface CareChange {
  readonly by: UserId;
  readonly at: number;
  /** Since when it stood as they saw it; 0: nobody looked after it. */
  readonly seenAt: number;
  /** How it is to stand; undefined: it is taken back. */
  readonly acknowledgement: Acknowledgement | undefined;
  /** So many entries of the pressed digest have they seen. Absent: all. */
  readonly entriesSeen?: number | undefined;
  /** When they opened the form that they answer, in milliseconds since the epoch. Absent: there was none. */
  readonly openedAt?: number | undefined;
}

/** The message whose button was pressed is edited first. */
const OTHERS_AFTER_MS = 5;

/** When on-call is called for what nobody looks after. */
export interface CallRules {
  /** After so long for what is taken back; undefined: never. */
  readonly remindAfterMs?: number | undefined;
  /** How long a burst mentions on-call no more; undefined: from then on never. */
  readonly mentionAgainAfterMs?: number | undefined;
}

/** Who looks after what alerts tell. Every method rejects while Redis does not answer. */
export class AcknowledgementStore {
  readonly #connection: Connection;
  readonly #redis: RedisClient;
  readonly #keys: Keys;
  readonly #rules: CallRules;

  constructor(connection: Connection, rules: CallRules = {}) {
    this.#connection = connection;
    this.#redis = connection.client;
    this.#keys = connection.keys;
    this.#rules = rules;
  }

  /** Who looks after a watch's ending. What can't be read is set aside, so that somebody can say it again. */
  async ofAlert(watchId: WatchId): Promise<Care> {
    const holder = this.#keys.watch(watchId);
    const name = FIELDS.acknowledged;
    const stored = await this.#redis.hmget(holder, name, FIELDS.reopened, FIELDS.recovered);
    const [value, reopened, recovered] = stored;
    if (value && !parseAcknowledgement(value)) {
      const why = 'says who looks after it, and can’t be read';
      await setAside(this.#connection, { holder, holds: 'hash', name, value, why });
    }
    return parseCare(value, reopened, recovered);
  }

  /** Who looks after a watch's ending, wherever that was told: alone, or on a digest. */
  async ofEnding(watchId: WatchId): Promise<Care> {
    const own = await this.ofAlert(watchId);
    if (own.acknowledged || own.reopened) return own;
    const name = await this.#redis.hget(this.#keys.watch(watchId), digestField());
    const message = messageOfName(name ?? '');
    if (message?.kind !== 'digest') return own;
    const digest = this.#keys.digest(message.burst, message.digest);
    const stored = await this.#redis.hmget(digest, FIELDS.acknowledged, FIELDS.reopened);
    return { ...parseCare(stored[0], stored[1], null), ...own };
  }

  /**
   * Notes who looks after what a message tells, or that nobody does any more; the first one counts. A digest stands
   * for all of its burst that stands as it does, a reminder for all that it reminds of and that nobody looks after.
   *
   * @param name of the message: `alert/<watch>`, `digest/failures/<digest>`, `reminder/<reminder>`
   * @throws NothingStored where Redis came to it only after the deadline, or is away
   * @throws StoreUncertain where Redis was asked and did not answer
   */
  async acknowledge(name: string, wish: CareChange, deadline: Deadline): Promise<Acknowledging> {
    const message = messageOfName(name);
    switch (message?.kind) {
      case 'alert':
      case 'digest':
        return careOutcomeOf(await this.#call(message, wish, deadline, false));
      case 'reminder':
        return await this.#reminder(name, wish, deadline);
      case 'card':
      case undefined:
        return { kind: 'no-longer-kept' };
      default:
        return message satisfies never;
    }
  }

  /** For what a message calls on-call: itself, or what it reminds of. */
  async callsOf(name: string): Promise<readonly CallMessage[]> {
    const message = messageOfName(name);
    if (message?.kind !== 'reminder') {
      const call = callOfName(name);
      return call ? [call] : [];
    }
    return (await this.#remindedOf(name)).map((call) => call.message);
  }

  /** Of what a reminder reminds; nothing where it is none, or can't be read. */
  async #remindedOf(name: string): Promise<readonly KeptCall[]> {
    const message = messageOfName(name);
    if (message?.kind !== 'reminder') return [];
    const stored = await this.#redis.hget(this.#keys.reminder(message.reminder), FIELDS.about);
    return parseReminder(stored)?.calls ?? [];
  }

  /** One after the other: where it breaks off, the rest is called for again, and can be pressed again. */
  async #reminder(name: string, wish: CareChange, deadline: Deadline): Promise<Acknowledging> {
    const outcomes: Acknowledging[] = [];
    for (const { message, entries } of await this.#remindedOf(name)) {
      const seen = { ...wish, entriesSeen: entries };
      const answer = await this.#call(message, seen, deadline, true).catch((error: unknown) => {
        // Nobody is to be told that nothing has been changed where something has.
        const isPart = error instanceof NothingStored && outcomes.length > 0;
        throw isPart ? new StoreUncertain(error) : error;
      });
      outcomes.push(careOutcomeOf(answer));
    }
    return careOutcomeOfAll(outcomes);
  }

  async #call(
    message: CallMessage,
    wish: CareChange,
    deadlineMs: Deadline,
    isReminder: boolean,
  ): Promise<StepAnswer> {
    const about = { ...this.#about(message, wish), isReminder, deadlineMs };
    if (message.kind === 'alert') {
      const watch = this.#keys.watch(message.watchId);
      const alert = { ...about, watch, message: nameOfMessage(message) };
      return await this.#stored(() => acknowledgeAlert(this.#redis, alert));
    }
    const { burst, digest } = message;
    if (burst !== 'failures') return ['forgotten', '', '', ''];
    return await this.#stored(() =>
      acknowledgeBurst(this.#redis, {
        ...about,
        entriesSeen: wish.entriesSeen,
        openedAt: wish.openedAt,
        burst: this.#keys.burst(burst),
        digest: this.#keys.digest(burst, digest),
        digestId: digest,
        digests: this.#keys.prefixes.digests(burst),
        digestOutboxes: `${this.#keys.prefixes.outboxes}${messageNameStart.digests(burst)}`,
        digestField: digestField(),
        messages: messageNameStart.digests(burst),
        watches: this.#keys.prefixes.watches,
        alerts: messageNameStart.alerts,
        othersAfterMs: OTHERS_AFTER_MS,
        mentionAgainMs: this.#rules.mentionAgainAfterMs,
      }),
    );
  }

  async #stored(send: () => Promise<StepAnswer>): Promise<StepAnswer> {
    let told: StepAnswer | undefined;
    const outcome = await storeSafely(this.#redis, async () => {
      told = await send();
      return told;
    });
    const [, ...about] = told ?? [outcome, '', '', ''];
    return [outcome, ...about];
  }

  #about(message: CallMessage, { by, at, seenAt, acknowledgement }: CareChange) {
    const { owing, edits, editsLeased, editPlaces, untaken, appointments, careChanged } =
      this.#keys;
    const item = acknowledgement && doneItem(message, acknowledgement);
    const destination =
      message.kind === 'alert'
        ? destinations.alert(message.watchId)
        : destinations.digest(message.burst, message.digest);
    return {
      ...{ owing, edits, editsLeased, editPlaces, untaken, appointments, careChanged },
      outbox: this.#keys.outbox(destination),
      ...(acknowledgement
        ? { acknowledgement: JSON.stringify(acknowledgement) }
        : { reopened: JSON.stringify({ by, at }) }),
      by,
      seenAt,
      untilMs: acknowledgement?.until ?? 0,
      isDone: acknowledgement?.done !== undefined,
      remindAfterMs: this.#rules.remindAfterMs,
      destination: item ? destinationOf(item) : destination,
      item: item && JSON.stringify(item),
      urgency: EDIT_URGENCY.acknowledged,
      reminderMessages: messageNameStart.reminders,
    };
  }
}

/** What was done is told in the thread of the message, where somebody has said it. */
function doneItem(
  message: CallMessage,
  { by, at, done }: Acknowledgement,
): Extract<OutboxItem, { kind: 'alert-done' | 'digest-done' }> | undefined {
  if (!done) return undefined;
  if (message.kind === 'alert')
    return { kind: 'alert-done', watchId: message.watchId, at, by, done };
  const { burst, digest } = message;
  return { kind: 'digest-done', burst, digest, at, by, done };
}
