import type { SocketModeReceiver } from '@slack/bolt';
import type { Logger } from 'pino';
import * as v from 'valibot';
import { proxyFailureIn } from '../outgoing/proxy-failed.ts';

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 30_000;

export interface SocketTimes {
  /** From asking for the URL until Slack says `hello`: neither the client nor undici gives up by itself. */
  readonly connectWithinMs: number;
  /** A connection that has lasted so long is in order: the next pause is a short one. */
  readonly lastsAfterMs: number;
}

const TIMES: SocketTimes = { connectWithinMs: 15_000, lastsAfterMs: 60_000 };

/** Slack's goodbye, with why: docs.slack.dev/apis/events-api/using-socket-mode#disconnect */
const Goodbye = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ type: v.literal('disconnect'), reason: v.string() }),
);

/**
 * Keeps a Socket Mode connection up. The client's own reconnecting is switched off: a reconnect that
 * fails there is an unhandled rejection, which would end the process and the watches with it.
 */
export class SocketConnection {
  readonly #client: SocketModeReceiver['client'];
  readonly #log: Logger;
  readonly #times: SocketTimes;
  #connectedAt: number | undefined;
  #closing = false;
  #failures = 0;
  /** What Slack last gave as the reason for a goodbye. */
  #reason: string | undefined;
  #retry: NodeJS.Timeout | undefined;
  #deadline: NodeJS.Timeout | undefined;

  constructor(client: SocketModeReceiver['client'], log: Logger, times: SocketTimes = TIMES) {
    this.#client = client;
    this.#log = log;
    this.#times = times;
    client.on('connected', () => {
      clearTimeout(this.#deadline);
      this.#connectedAt = performance.now();
      if (this.#closing) return this.#drop();
      log.info({ event: 'slack.connected' });
    });
    client.on('ws_message', (data: unknown) => {
      const goodbye = v.safeParse(Goodbye, data);
      if (goodbye.success) this.#reason = goodbye.output.reason;
    });
    client.on('disconnected', () => this.#disconnected());
  }

  /** Begins to connect; a Slack that does not answer is tried again for as long as it takes. */
  async start(): Promise<void> {
    void this.#connect();
  }

  async close(): Promise<void> {
    this.#closing = true;
    clearTimeout(this.#retry);
    clearTimeout(this.#deadline);
    if (this.#connectedAt !== undefined) await this.#client.disconnect();
    else this.#drop();
  }

  problem(): string | undefined {
    if (this.#connectedAt !== undefined) return undefined;
    const why = this.#reason && `: Slack closed the last one (${this.#reason})`;
    return `no Socket Mode connection to Slack${why ?? ''}`;
  }

  async #connect(): Promise<void> {
    clearTimeout(this.#deadline);
    this.#deadline = setTimeout(() => this.#tooLate(), this.#times.connectWithinMs);
    try {
      await this.#client.start();
    } catch (error) {
      clearTimeout(this.#deadline);
      // Where the socket had been opened, 'disconnected' has told already.
      if (error) this.#log.warn({ event: 'slack.connect_failed', detail: reason(error) });
      this.#connectLater();
    }
  }

  /**
   * A server may take the WebSocket and never say `hello`, or never answer the upgrade: github.com/websockets/ws
   * issue 1948. The URL itself is asked for with a shorter deadline of its own.
   */
  #tooLate(): void {
    const afterMs = this.#times.connectWithinMs;
    this.#log.warn(
      { event: 'slack.connect_timed_out', afterMs },
      'Slack did not say hello in time',
    );
    this.#drop();
    this.#connectLater();
  }

  /** Ends whatever there is of a connection at once, without waiting for Slack to agree. */
  #drop(): void {
    void this.#client.disconnect();
    // The first time says goodbye, and the client waits half a minute for an answer; the second does not.
    if (!this.#retry) void this.#client.disconnect();
  }

  #disconnected(): void {
    clearTimeout(this.#deadline);
    if (this.#connectedAt !== undefined) {
      const lastedMs = Math.round(performance.now() - this.#connectedAt);
      if (!this.#closing) {
        this.#log.warn({ event: 'slack.disconnected', reason: this.#reason, lastedMs });
      }
      // Slack may take every connection and close it at once (`link_disabled`): slackapi/java-slack-sdk issue 1223.
      if (lastedMs >= this.#times.lastsAfterMs) this.#failures = 0;
      this.#connectedAt = undefined;
    }
    this.#connectLater();
  }

  #connectLater(): void {
    if (this.#closing || this.#retry) return;
    const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(this.#failures, 10));
    this.#failures += 1;
    this.#retry = setTimeout(() => {
      this.#retry = undefined;
      void this.#connect();
    }, pause);
  }
}

function reason(error: unknown): string {
  const proxyFailure = proxyFailureIn(error);
  if (proxyFailure) return proxyFailure.message;
  return error instanceof Error ? error.message.slice(0, 200) : 'unknown';
}
