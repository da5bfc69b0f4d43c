import { Redis } from 'ioredis';

/**
 * Sends all commands of one turn of the event loop in one write to the socket: a write each takes about
 * an eighth of a busy worker's time. Each command is still its own, in its place; autopipelining, which
 * collects them into pipelines, is slower than no collecting at all.
 */
export class BatchingRedis extends Redis {
  #isCollecting = false;

  override sendCommand(...command: Parameters<Redis['sendCommand']>): unknown {
    const { stream } = this;
    // There is none yet before the first attempt to connect.
    if (stream && !this.#isCollecting) {
      this.#isCollecting = true;
      stream.cork();
      setImmediate(() => {
        this.#isCollecting = false;
        stream.uncork();
      });
    }
    return super.sendCommand(...command);
  }
}
