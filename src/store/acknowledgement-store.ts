import type { Redis } from 'ioredis';
import * as v from 'valibot';
import { messageOfName, nameOfMessage } from '../watch/standing-message.ts';
import { URGENCY } from './edit-line.ts';
import { keys } from './keys.ts';

/** Who looks after what a message tells, and since when, in milliseconds since the epoch. */
export const StoredAcknowledgement = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ by: v.string(), at: v.number() }),
);
export type StoredAcknowledgement = v.InferOutput<typeof StoredAcknowledgement>;

/** The message whose button was pressed is edited first. */
const OTHERS_AFTER_MS = 5;

/** Who looks after what alerts tell. Every method rejects while Redis does not answer. */
export class AcknowledgementStore {
  readonly #redis: Redis;

  constructor(redis: Redis) {
    this.#redis = redis;
  }

  /** @returns undefined while nobody has said that they look after a watch's ending */
  async ofAlert(watchId: string): Promise<StoredAcknowledgement | undefined> {
    const stored = await this.#redis.hget(keys.watch(watchId), 'acknowledged');
    return stored ? v.parse(StoredAcknowledgement, stored) : undefined;
  }

  /**
   * Notes who looks after what a message tells; the first one counts. A page stands for all of its storm
   * that has been told.
   *
   * @param name of the message: `alert/<watch>`, `storm/failures/<page>`
   * @returns false where that message is no longer kept
   */
  async acknowledge(name: string, acknowledgement: StoredAcknowledgement): Promise<boolean> {
    const message = messageOfName(name);
    const written = JSON.stringify(acknowledgement);
    const { acknowledged } = URGENCY;
    if (message?.kind === 'alert') {
      const owner = keys.watch(message.watchId);
      const named = nameOfMessage(message);
      return (await this.#redis.acknowledge(owner, keys.edits, named, acknowledged, written)) === 1;
    }
    if (message?.kind !== 'storm' || message.storm !== 'failures') return false;
    const { storm, page } = message;
    const taken = await this.#redis.acknowledgeStorm(
      keys.page(storm, page),
      keys.edits,
      page,
      keys.page(storm, ''),
      nameOfMessage({ ...message, page: '' }),
      keys.watch(''),
      acknowledged,
      OTHERS_AFTER_MS,
      written,
    );
    return taken === 1;
  }
}
