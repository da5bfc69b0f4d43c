import * as v from 'valibot';
import { type ChannelId, UserId } from '../watch/names.ts';
import type { Connection, RedisClient } from './connection.ts';
import type { Deadline } from './deadline.ts';
import type { Keys } from './keys.ts';
import { setDefaults } from './steps/set-defaults.ts';
import { storeSafely } from './store-safely.ts';

/** What a channel's operations have in common, so that nobody has to say it each time. */
const ChannelDefaults = v.object({
  location: v.optional(v.string()),
  /** The subscription's id. */
  subscription: v.optional(v.string()),
  /** New cards are told nothing but their end and what goes wrong. */
  isQuiet: v.optional(v.boolean()),
  /** Who has changed them last, and when, in milliseconds since the epoch. */
  changedBy: UserId,
  changedAt: v.number(),
});
export type ChannelDefaults = Readonly<v.InferOutput<typeof ChannelDefaults>>;

const StoredDefaults = v.pipe(v.string(), v.parseJson(), ChannelDefaults);

/** As often as others may be faster. */
const TRIES = 20;

/** The defaults of channels. Every method rejects while Redis does not answer. */
export class DefaultsStore {
  readonly #redis: RedisClient;
  readonly #keys: Keys;

  constructor({ client, keys }: Connection) {
    this.#redis = client;
    this.#keys = keys;
  }

  /** Those of a channel; undefined where it has none, or none that can be read. */
  async of(channel: ChannelId): Promise<ChannelDefaults | undefined> {
    return parsed(await this.#read(channel));
  }

  /**
   * Changes those of a channel, whoever else does so meanwhile.
   *
   * @param change makes the new ones of those that stand; undefined: none from now on
   * @throws NothingStored where Redis came to it only after the deadline, or is away
   * @throws StoreUncertain where nobody knows whether it is done
   */
  async change(
    channel: ChannelId,
    change: (before: ChannelDefaults | undefined) => ChannelDefaults | undefined,
    deadlineMs: Deadline,
  ): Promise<ChannelDefaults | undefined> {
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const before = await this.#read(channel);
      const after = change(parsed(before));
      const given = {
        defaults: this.#keys.defaults,
        channel,
        ...(before !== null && { before }),
        ...(after && { value: JSON.stringify(after) }),
        deadlineMs,
      };
      const answer = await storeSafely(this.#redis, () => setDefaults(this.#redis, given));
      if (answer === 'done') return after;
    }
    throw new Error(`The defaults of ${channel} changed ${TRIES} times while they were changed`);
  }

  async #read(channel: ChannelId): Promise<string | null> {
    return await this.#redis.hget(this.#keys.defaults, channel);
  }
}

function parsed(stored: string | null): ChannelDefaults | undefined {
  const read = v.safeParse(StoredDefaults, stored);
  return read.success ? read.output : undefined;
}
