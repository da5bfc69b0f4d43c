import { connect, type Socket } from 'node:net';
import { DelayedLine } from './delayed-line.ts';

/** One connection through the proxy. */
export class ProxiedConnection {
  /** What the client has sent so far. */
  bytesSent = 0;
  /** What the client has got so far. */
  bytesReceived = 0;
  readonly #client: Socket;
  readonly #server: Socket;
  readonly #sent: string[] = [];
  #isSwallowed = false;

  constructor(client: Socket, targetPort: number, delayMs: () => number) {
    this.#client = client;
    this.#server = connect({ port: targetPort, host: '127.0.0.1', allowHalfOpen: true });
    client.on('data', (chunk) => {
      this.bytesSent += chunk.length;
      this.#sent.push(chunk.toString('latin1'));
    });
    this.#pass(client, this.#server, new DelayedLine(delayMs));
    this.#pass(this.#server, client, new DelayedLine(delayMs));
  }

  /** Whether the client still holds it. */
  get isOpen(): boolean {
    return !this.#client.destroyed;
  }

  /**
   * How often the client has sent that word as a command or an argument of its own, such as `AUTH`, in whatever
   * letters. Under TLS, nothing is seen.
   */
  timesSent(word: string): number {
    return this.#sent.join('').toLowerCase().split(`\r\n${word.toLowerCase()}\r\n`).length - 1;
  }

  swallow(): void {
    this.#isSwallowed = true;
  }

  cut(): void {
    this.#client.destroy();
    this.#server.destroy();
  }

  /** Of a swallowed connection neither side learns what becomes of the other. */
  #pass(from: Socket, to: Socket, line: DelayedLine): void {
    const unlessSwallowed = (send: () => void) =>
      line.add(() => {
        if (!this.#isSwallowed) send();
      });
    from.on('error', () => undefined);
    from.on('data', (chunk) =>
      unlessSwallowed(() => {
        to.write(chunk);
        if (to === this.#client) this.bytesReceived += chunk.length;
      }),
    );
    from.on('end', () => unlessSwallowed(() => to.end()));
    from.on('close', () => unlessSwallowed(() => to.destroySoon()));
  }
}
