import { createHash, randomUUID } from 'node:crypto';
import * as v from 'valibot';
import type { PipelineId } from '../watch/askers.ts';
import { isOfValue } from './access/redis-fault.ts';
import type { Connection } from './connection.ts';
import type { Key } from './keys.ts';
import { settleIdempotencyKey } from './steps/settle-idempotency-key.ts';
import { takeIdempotencyKey } from './steps/take-idempotency-key.ts';

/** How a request was answered. */
const KeptReply = v.object({
  status: v.picklist([200, 201, 202]),
  headers: v.record(v.string(), v.string()),
  body: v.record(v.string(), v.unknown()),
});
type KeptReply = v.InferOutput<typeof KeptReply>;

const StoredReply = v.pipe(v.string(), v.parseJson(), KeptReply);

/** A key that was taken, to be settled. */
interface TakenKey {
  /** @param keepMs for how long the same request is answered so */
  keep(reply: KeptReply, keepMs: number): Promise<void>;
  /** Nothing has been done: the same key may be used for another try. */
  giveBack(): Promise<void>;
}

/**
 * `taken`: it is to be carried out. `under-way`: somebody is at it, for so many milliseconds at most. `other-request`:
 * the key stands for another request. `answered`: it has been carried out, and answered so.
 */
type KeyTaking =
  | { readonly kind: 'taken'; readonly taken: TakenKey }
  | { readonly kind: 'under-way'; readonly ms: number }
  | { readonly kind: 'other-request' }
  | { readonly kind: 'answered'; readonly reply: KeptReply };

/** Longer than a request is carried out; a process that died at it leaves the key to the next try after that. */
const LEASE_MS = 20_000;

/**
 * The keys under which pipelines may send a request again, and how each was answered. Every method rejects while Redis
 * does not answer.
 */
export class IdempotencyStore {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** @param request what it asks for, word for word */
  async take(pipeline: PipelineId, name: string, request: string): Promise<KeyTaking> {
    const key = this.#connection.keys.idempotency(pipeline, hashed(name));
    try {
      return await this.#take(key, request);
    } catch (error) {
      // What can't be read there tells nothing, and would be in the way for a day.
      if (!isOfValue(error) && !v.isValiError(error)) throw error;
      await this.#connection.client.del(key);
      return await this.#take(key, request);
    }
  }

  async #take(key: Key<'idempotency'>, request: string): Promise<KeyTaking> {
    const owner = randomUUID();
    const answer = await takeIdempotencyKey(this.#connection.client, {
      idempotency: key,
      owner,
      request: hashed(request),
      leaseMs: LEASE_MS,
    });
    switch (answer[0]) {
      case 'taken':
        return { kind: 'taken', taken: this.#taken(key, owner) };
      case 'under-way':
        return { kind: 'under-way', ms: answer[1] };
      case 'other-request':
        return { kind: 'other-request' };
      case 'answered':
        return { kind: 'answered', reply: v.parse(StoredReply, answer[1]) };
      default:
        return answer satisfies never;
    }
  }

  #taken(key: Key<'idempotency'>, owner: string): TakenKey {
    const { client } = this.#connection;
    return {
      async keep({ status, headers, body }, keepMs) {
        const answer = JSON.stringify({ status, headers, body });
        await settleIdempotencyKey(client, { idempotency: key, owner, answer, keepMs });
      },
      async giveBack() {
        await settleIdempotencyKey(client, { idempotency: key, owner, keepMs: 0 });
      },
    };
  }
}

function hashed(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
