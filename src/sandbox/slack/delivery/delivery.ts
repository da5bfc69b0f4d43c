import { randomUUID } from 'node:crypto';
import type { JsonObject } from '../json.ts';
import { DispatchError } from './dispatch-error.ts';
import type { Acknowledgement, Envelope } from './envelope.ts';
import {
  decodeReply,
  deliverRaw,
  encodeEnvelope,
  type RawDelivery,
  type RawReply,
} from './http-delivery.ts';
import type { SocketMode } from './socket-mode.ts';

export interface DeliveryParts {
  readonly sockets: SocketMode;
  readonly signingSecret: string;
  readonly ackTimeoutMs: number;
}

/** Brings what people do to the app: over Socket Mode where it is connected, else over HTTP. */
export class Delivery {
  /** Where the app takes HTTP requests. */
  requestUrl: string | undefined;
  readonly #parts: DeliveryParts;
  #last: Envelope | undefined;

  constructor(parts: DeliveryParts) {
    this.#parts = parts;
  }

  /** Rejects with a `DispatchError` where the app does not take it in time. */
  deliver(kind: Envelope['kind'], payload: JsonObject): Promise<Acknowledgement> {
    const envelope = { id: randomUUID(), kind, payload };
    this.#last = envelope;
    return this.#send(envelope, 0);
  }

  /** What was sent last. */
  get last(): Envelope | undefined {
    return this.#last;
  }

  /** Sends an envelope once more, with its id and trigger id: Slack does so when it is unsure. */
  redeliver(envelope = this.#last): Promise<Acknowledgement> {
    if (envelope === undefined) throw new Error('Nothing was delivered yet');
    return this.#send(envelope, 1);
  }

  /** Sends a request of one's own making, and says what the app answered. */
  deliverRaw(delivery: RawDelivery): Promise<RawReply> {
    const { signingSecret, ackTimeoutMs } = this.#parts;
    if (this.requestUrl === undefined) throw new Error('Set requestUrl before delivering by HTTP');
    return deliverRaw(this.requestUrl, signingSecret, delivery, ackTimeoutMs);
  }

  async #send(envelope: Envelope, attempt: number): Promise<Acknowledgement> {
    const startedAt = performance.now();
    const { sockets, ackTimeoutMs: timeoutMs } = this.#parts;
    const response =
      sockets.connected > 0
        ? await sockets.send(envelope, { timeoutMs, attempt })
        : await this.#post(envelope, attempt);
    return { ackedAfterMs: performance.now() - startedAt, response };
  }

  async #post(envelope: Envelope, attempt: number): Promise<JsonObject | undefined> {
    if (this.requestUrl === undefined) {
      throw new DispatchError('dispatch_failed', 'no socket is connected and no requestUrl is set');
    }
    const retry = attempt > 0 ? { retryNum: attempt } : {};
    try {
      return decodeReply(await this.deliverRaw({ ...encodeEnvelope(envelope), ...retry }));
    } catch (cause) {
      if (cause instanceof DispatchError) throw cause;
      if (cause instanceof Error && cause.name === 'TimeoutError') {
        const text = `no answer over HTTP within ${this.#parts.ackTimeoutMs} ms`;
        throw new DispatchError('operation_timeout', text, { cause });
      }
      throw new DispatchError('dispatch_failed', `can't reach ${this.requestUrl}`, { cause });
    }
  }
}
