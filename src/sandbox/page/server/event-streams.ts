import type { ServerResponse } from 'node:http';
import type { PageEvent } from '../protocol.ts';
import { SECURITY_HEADERS } from './security-headers.ts';

const HEARTBEAT_MS = 15_000;
/** A page that reads no more is cut off; when it comes back, it gets everything anew. */
const MOST_UNREAD_BYTES = 8 * 1024 * 1024;
const RECONNECT_AFTER_MS = 1_000;

/** The server-sent-event streams of all pages that are open. */
export class EventStreams {
  readonly #clients = new Set<ServerResponse>();
  readonly #heartbeat: NodeJS.Timeout;
  #lastId = 0;

  constructor(heartbeatMs: number = HEARTBEAT_MS) {
    this.#heartbeat = setInterval(() => this.#beat(), heartbeatMs).unref();
  }

  /** How many pages listen. */
  get size(): number {
    return this.#clients.size;
  }

  /** Makes a stream of an answer; `first` is for it alone. */
  open(response: ServerResponse, first: PageEvent): void {
    response.writeHead(200, {
      ...SECURITY_HEADERS,
      'content-type': 'text/event-stream; charset=utf-8',
    });
    response.write(`retry: ${RECONNECT_AFTER_MS}\n${this.#frame(first)}`);
    this.#clients.add(response);
    response.once('close', () => this.#clients.delete(response));
  }

  /** Tells all pages. */
  send(event: PageEvent): void {
    this.#write(this.#frame(event));
  }

  /** Ends all streams. */
  close(): void {
    clearInterval(this.#heartbeat);
    for (const client of this.#clients) client.end();
    this.#clients.clear();
  }

  #beat(): void {
    this.#write(': still here\n\n');
  }

  #frame(event: PageEvent): string {
    this.#lastId += 1;
    return `id: ${this.#lastId}\ndata: ${JSON.stringify(event)}\n\n`;
  }

  #write(text: string): void {
    for (const client of this.#clients) {
      if (client.writableLength > MOST_UNREAD_BYTES) client.destroy();
      else client.write(text);
    }
  }
}
