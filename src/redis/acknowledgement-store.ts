import * as v from 'valibot';
import { EDIT_URGENCY } from '../watch/edit-urgency.ts';
import {
  type CallMessage,
  type DigestMessage,
  messageNameStart,
  messageOfName,
  nameOfMessage,
  type ReminderMessage,
  type StandingMessage,
  UserId,
  type WatchId,
} from '../watch/names.ts';
import { isOfValue } from './access/redis-fault.ts';
import type { Connection, RedisClient } from './connection.ts';
import type { Deadline } from './deadline.ts';
import { digestField, FIELDS } from './fields.ts';
import { parseReminder } from './kept-reminder.ts';
import type { Keys, OwnerKey } from './keys.ts';
import { setAside } from './set-aside.ts';
import { acknowledgeAlert } from './steps/acknowledge-alert.ts';
import { acknowledgeBurst } from './steps/acknowledge-burst.ts';
import { storeSafely } from './store-safely.ts';

/** Who looks after what a message tells, and since when, in milliseconds since the epoch. */
export const StoredAcknowledgement = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ by: UserId, at: v.number() }),
);
export type StoredAcknowledgement = v.InferOutput<typeof StoredAcknowledgement>;

const Values = v.array(v.nullable(v.string()));

/** What became of somebody's wish to look after what a message tells. */
export type Acknowledging = 'acknowledged' | 'somebody-was-first' | 'no-longer-kept';

/** By what the step answers. */
const ACKNOWLEDGING = {
  first: 'acknowledged',
  acknowledged: 'somebody-was-first',
  forgotten: 'no-longer-kept',
} as const satisfies Readonly<Record<string, Acknowledging>>;

/** The message whose button was pressed is edited first. */
const OTHERS_AFTER_MS = 5;

/** Who looks after what alerts tell. Every method rejects while Redis does not answer. */
export class AcknowledgementStore {
  readonly #connection: Connection;
  readonly #redis: RedisClient;
  readonly #keys: Keys;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#redis = connection.client;
    this.#keys = connection.keys;
  }

  /**
   * What can't be read is set aside, so that somebody can say it again.
   *
   * @returns undefined while nobody has said that they look after a watch's ending
   */
  async ofAlert(watchId: WatchId): Promise<StoredAcknowledgement | undefined> {
    const holder = this.#keys.watch(watchId);
    const value = await this.#redis.hget(holder, FIELDS.acknowledged);
    if (value === null) return undefined;
    const parsed = v.safeParse(StoredAcknowledgement, value);
    if (parsed.success) return parsed.output;
    const why = 'says who looks after it, and can’t be read';
    const name = FIELDS.acknowledged;
    await setAside(this.#connection, { holder, holds: 'hash', name, value, why });
    return undefined;
  }

  /**
   * Those of these watches whose end nobody has said to look after, neither on its own alert nor on the digest that
   * tells it.
   */
  async untaken(watchIds: readonly WatchId[]): Promise<readonly WatchId[]> {
    const own = await this.#fields(
      watchIds.map((id) => this.#keys.watch(id)),
      [FIELDS.acknowledged, digestField()],
    );
    const untaken = watchIds.flatMap((id, index) => {
      const [acknowledged, digest] = own[index] ?? [];
      return acknowledged ? [] : [{ id, digest: messageOfName(digest ?? '') }];
    });
    const digests = untaken.flatMap(({ digest }) => (digest?.kind === 'digest' ? [digest] : []));
    const named = [...new Map(digests.map((digest) => [nameOfMessage(digest), digest])).entries()];
    const taken = await this.#fields(
      named.map(([, { burst, digest }]) => this.#keys.digest(burst, digest)),
      [FIELDS.acknowledged],
    );
    const takenNames = new Set(named.flatMap(([name], index) => (taken[index]?.[0] ? [name] : [])));
    return untaken
      .filter(({ digest }) => !digest || !takenNames.has(nameOfMessage(digest)))
      .map(({ id }) => id);
  }

  /** @returns of each key these fields; none of one that is no hash */
  async #fields(
    owners: readonly OwnerKey[],
    fields: readonly string[],
  ): Promise<readonly (readonly (string | null)[])[]> {
    const pipeline = this.#redis.pipeline();
    for (const owner of owners) pipeline.hmget(owner, ...fields);
    const answers = (await pipeline.exec()) ?? [];
    return answers.map(([error, values]) => {
      if (error && !isOfValue(error)) throw error;
      return v.is(Values, values) ? values : [];
    });
  }

  /**
   * Notes who looks after what a message tells; the first one counts. A digest stands for all of its burst
   * that has been told, a reminder for all that it reminds of.
   *
   * @param name of the message: `alert/<watch>`, `digest/failures/<digest>`, `reminder/<reminder>`
   * @throws NothingStored where Redis came to it only after the deadline, or is away
   * @throws StoreUncertain where Redis was asked and did not answer
   */
  async acknowledge(
    name: string,
    acknowledgement: StoredAcknowledgement,
    deadline: Deadline,
  ): Promise<Acknowledging> {
    const message = messageOfName(name);
    const written = JSON.stringify(acknowledgement);
    switch (message?.kind) {
      case 'alert':
      case 'digest':
        return await this.#call(message, written, deadline);
      case 'reminder':
        return await this.#reminder(message, written, deadline);
      case 'card':
      case undefined:
        return 'no-longer-kept';
      default:
        return message satisfies never;
    }
  }

  async #call(message: CallMessage, written: string, deadline: Deadline): Promise<Acknowledging> {
    if (message.kind === 'alert')
      return ACKNOWLEDGING[await this.#alert(message, written, deadline)];
    if (message.burst !== 'failures') return 'no-longer-kept';
    return ACKNOWLEDGING[await this.#burst(message, written, deadline)];
  }

  /** One after the other: where it breaks off, the rest is called for again, and can be pressed again. */
  async #reminder(
    { reminder }: ReminderMessage,
    written: string,
    deadline: Deadline,
  ): Promise<Acknowledging> {
    const stored = await this.#redis.hget(this.#keys.reminder(reminder), FIELDS.about);
    const outcomes: Acknowledging[] = [];
    for (const { message } of parseReminder(stored)?.calls ?? [])
      outcomes.push(await this.#call(message, written, deadline));
    const best = ['acknowledged', 'somebody-was-first'] as const;
    return best.find((outcome) => outcomes.includes(outcome)) ?? 'no-longer-kept';
  }

  async #alert(
    message: Extract<StandingMessage, { kind: 'alert' }>,
    acknowledgement: string,
    deadlineMs: Deadline,
  ): Promise<keyof typeof ACKNOWLEDGING> {
    return await storeSafely(this.#redis, () =>
      acknowledgeAlert(this.#redis, {
        ...lookedAfter(this.#keys),
        urgency: EDIT_URGENCY.acknowledged,
        watch: this.#keys.watch(message.watchId),
        message: nameOfMessage(message),
        reminders: messageNameStart.reminders,
        acknowledgement,
        deadlineMs,
      }),
    );
  }

  async #burst(
    { burst, digest }: DigestMessage,
    acknowledgement: string,
    deadlineMs: Deadline,
  ): Promise<keyof typeof ACKNOWLEDGING> {
    return await storeSafely(this.#redis, () =>
      acknowledgeBurst(this.#redis, {
        ...lookedAfter(this.#keys),
        urgency: EDIT_URGENCY.acknowledged,
        digest: this.#keys.digest(burst, digest),
        digestId: digest,
        digests: this.#keys.prefixes.digests(burst),
        messages: messageNameStart.digests(burst),
        watches: this.#keys.prefixes.watches,
        alerts: messageNameStart.alerts,
        reminders: messageNameStart.reminders,
        othersAfterMs: OTHERS_AFTER_MS,
        acknowledgement,
        deadlineMs,
      }),
    );
  }
}

function lookedAfter({ edits, editsLeased, editPlaces, untaken, appointments }: Keys) {
  return { edits, editsLeased, editPlaces, untaken, appointments };
}
