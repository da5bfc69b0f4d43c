import type { SocketModeReceiver } from '@slack/bolt';
import type { Logger } from 'pino';
import type { Entrance } from './entrance.ts';

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 30_000;

/**
 * Keeps a Socket Mode connection up. The client's own reconnecting is switched off: a reconnect that
 * fails there is an unhandled rejection, which would end the process and the watches with it.
 */
export class SocketConnection implements Entrance {
  readonly #client: SocketModeReceiver['client'];
  readonly #log: Logger;
  #connected = false;
  #stopping = false;
  #failures = 0;
  #retry: NodeJS.Timeout | undefined;

  constructor(client: SocketModeReceiver['client'], log: Logger) {
    this.#client = client;
    this.#log = log;
    client.on('connected', () => {
      this.#connected = true;
      this.#failures = 0;
      log.info({ event: 'slack.connected' });
    });
    client.on('disconnected', () => {
      if (this.#connected && !this.#stopping) log.warn({ event: 'slack.disconnected' });
      this.#connected = false;
      this.#connectLater();
    });
  }

  /** Begins to connect; a Slack that does not answer is tried again for as long as it takes. */
  async start(): Promise<void> {
    void this.#connect();
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#retry);
    if (this.#connected) await this.#client.disconnect();
  }

  problem(): string | undefined {
    return this.#connected ? undefined : 'no Socket Mode connection to Slack';
  }

  async #connect(): Promise<void> {
    try {
      await this.#client.start();
    } catch (error) {
      // Where the socket had been opened, 'disconnected' has told already.
      if (error) this.#log.warn({ event: 'slack.connect_failed', detail: reason(error) });
      this.#connectLater();
    }
  }

  #connectLater(): void {
    if (this.#stopping || this.#retry) return;
    const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(this.#failures, 10));
    this.#failures += 1;
    this.#retry = setTimeout(() => {
      this.#retry = undefined;
      void this.#connect();
    }, pause);
  }
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message.slice(0, 200) : 'unknown';
}
