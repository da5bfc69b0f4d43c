import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import * as v from 'valibot';
import { type WebSocket, WebSocketServer } from 'ws';
import { type JsonObject, parseJson } from '../json.ts';
import type { ChangeFeed } from '../state/change-feed.ts';
import { IDENTITY } from '../state/identity.ts';
import { DispatchError, type DispatchErrorCode } from './dispatch-error.ts';
import type { Envelope } from './envelope.ts';

const MOST_SOCKETS = 10;
const MOST_TICKETS = 100;
const MOST_BYTES = 1_000_000;
const PING_EVERY_MS = 5_000;

const acknowledgement = v.object({
  envelope_id: v.string(),
  payload: v.optional(v.record(v.string(), v.unknown()), {}),
});

/**
 * How new sockets are taken. All of these were seen with the real one: websockets/ws issue 1948 (no answer to the
 * upgrade), slackapi/java-slack-sdk issue 1223 (closed right after the greeting, with `link_disabled`).
 */
export type SocketManner =
  | 'as usual'
  /** The request to upgrade is never answered. */
  | 'no upgrade'
  /** Taken, and kept up, but never greeted. */
  | 'no hello'
  /** Taken, and from then on neither heard nor answered. */
  | 'deaf'
  /** Greeted, and closed at once: Socket Mode is switched off for the app. */
  | 'link disabled';

/** An envelope that was sent and not acknowledged yet. */
interface Waiting {
  readonly taken: (response: JsonObject | undefined) => void;
  readonly closed: () => void;
}

/** The server's side of Socket Mode: https://docs.slack.dev/apis/events-api/using-socket-mode */
export class SocketMode {
  readonly #feed: ChangeFeed;
  readonly #server = new WebSocketServer({ noServer: true, maxPayload: MOST_BYTES });
  readonly #tickets = new Set<string>();
  /** By envelope id; one that was sent again waits more than once. */
  readonly #waiting = new Map<string, readonly Waiting[]>();
  readonly #pings: NodeJS.Timeout;
  /** Connections on which nothing is said. */
  readonly #silent = new Set<Duplex>();
  manner: SocketManner = 'as usual';
  #sockets: readonly WebSocket[] = [];
  #turn = 0;

  constructor(feed: ChangeFeed) {
    this.#feed = feed;
    this.#pings = setInterval(() => this.#ping(), PING_EVERY_MS).unref();
  }

  get connected(): number {
    return this.#sockets.length;
  }

  /** The path of a WebSocket URL that is good for one connection. */
  issuePath(): string {
    const ticket = randomUUID();
    const [oldest] = this.#tickets;
    if (oldest !== undefined && this.#tickets.size >= MOST_TICKETS) this.#tickets.delete(oldest);
    this.#tickets.add(ticket);
    return `/link/?ticket=${ticket}&app_id=${IDENTITY.appId}`;
  }

  /** Takes over a request to upgrade, or refuses it with HTTP 401. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const url = new URL(request.url ?? '/', 'http://localhost');
    if (url.pathname !== '/link/' || !this.#tickets.delete(url.searchParams.get('ticket') ?? '')) {
      socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    if (this.manner === 'no upgrade') {
      this.#keepSilent(socket);
      return;
    }
    this.#server.handleUpgrade(request, socket, head, (accepted) => {
      if (this.manner === 'deaf') accepted.pause();
      if (this.manner === 'deaf' || this.manner === 'no hello') this.#keepSilent(socket);
      else this.#greet(accepted);
    });
  }

  /** Sends every socket a text of one's own making. */
  sendText(text: string): void {
    for (const socket of this.#sockets) socket.send(text);
  }

  /** Sends to the next socket in turn, and resolves with the acknowledgement's payload, if it has one. */
  send(
    { id, kind, payload }: Envelope,
    { timeoutMs, attempt }: { readonly timeoutMs: number; readonly attempt: number },
  ): Promise<JsonObject | undefined> {
    const socket = this.#sockets[this.#turn % this.#sockets.length];
    if (socket === undefined) {
      return Promise.reject(new DispatchError('dispatch_failed', 'no socket is connected'));
    }
    this.#turn += 1;
    const answers = kind !== 'events_api';
    const { promise, resolve, reject } = Promise.withResolvers<JsonObject | undefined>();
    const fail = (code: DispatchErrorCode, text: string) => {
      clearTimeout(timer);
      this.#keepWaiting(
        id,
        this.#waitingFor(id).filter((other) => other !== waiting),
      );
      reject(new DispatchError(code, text));
    };
    const late = `no acknowledgement over the socket within ${timeoutMs} ms`;
    const timer = setTimeout(() => fail('operation_timeout', late), timeoutMs);
    const waiting: Waiting = {
      taken: (response) => {
        clearTimeout(timer);
        resolve(answers ? response : undefined);
      },
      closed: () => fail('dispatch_failed', 'the simulated Slack was closed'),
    };
    this.#keepWaiting(id, [...this.#waitingFor(id), waiting]);
    const retry = answers ? {} : { retry_attempt: attempt, retry_reason: '' };
    socket.send(
      JSON.stringify({
        envelope_id: id,
        type: kind,
        payload,
        accepts_response_payload: answers,
        ...retry,
      }),
    );
    return promise;
  }

  /** Cuts every connection without a word, as a broken network does. */
  drop(): void {
    for (const socket of this.#sockets) socket.terminate();
  }

  /** Asks every client to connect anew, as Slack does every few hours. */
  refresh(): void {
    for (const socket of this.#sockets) this.#sayGoodbye(socket, 'refresh_requested');
  }

  close(): void {
    clearInterval(this.#pings);
    this.drop();
    for (const socket of this.#silent) socket.destroy();
    for (const waiting of [...this.#waiting.values()].flat()) waiting.closed();
    this.#server.close();
  }

  #keepSilent(socket: Duplex): void {
    this.#silent.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#silent.delete(socket));
  }

  #greet(socket: WebSocket): void {
    socket.on('error', () => socket.terminate());
    if (this.#sockets.length >= MOST_SOCKETS) {
      this.#sayGoodbye(socket, 'too_many_websockets');
      socket.close();
      return;
    }
    this.#sockets = [...this.#sockets, socket];
    socket.on('message', (data) => this.#receive(String(data)));
    socket.on('close', () => {
      this.#sockets = this.#sockets.filter((other) => other !== socket);
      this.#feed.publish({ kind: 'sockets-changed', connectedSockets: this.connected });
    });
    socket.send(
      JSON.stringify({
        type: 'hello',
        num_connections: this.connected,
        connection_info: { app_id: IDENTITY.appId },
        debug_info: { host: 'simulated', build_number: 1, approximate_connection_time: 18_060 },
      }),
    );
    this.#feed.publish({ kind: 'sockets-changed', connectedSockets: this.connected });
    if (this.manner === 'link disabled') {
      this.#sayGoodbye(socket, 'link_disabled');
      socket.close();
    }
  }

  #receive(text: string): void {
    const parsed = v.safeParse(acknowledgement, parseJson(text));
    if (!parsed.success) return;
    const { envelope_id: id, payload } = parsed.output;
    const [waiting, ...others] = this.#waitingFor(id);
    this.#keepWaiting(id, others);
    // Bolt acknowledges with an empty payload where it has nothing to say.
    waiting?.taken(Object.keys(payload).length === 0 ? undefined : payload);
  }

  #waitingFor(id: string): readonly Waiting[] {
    return this.#waiting.get(id) ?? [];
  }

  #keepWaiting(id: string, waiting: readonly Waiting[]): void {
    if (waiting.length === 0) this.#waiting.delete(id);
    else this.#waiting.set(id, waiting);
  }

  #sayGoodbye(socket: WebSocket, reason: string): void {
    socket.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'simulated' } }));
  }

  #ping(): void {
    for (const socket of this.#sockets) socket.ping();
  }
}
