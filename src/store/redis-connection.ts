import { Redis } from 'ioredis';
import { defineScripts } from './scripts/define-scripts.ts';

/** Tries again soon: after an outage the first job should not wait for a long pause to end. */
function retryStrategy(attempt: number): number {
  return Math.min(100 * attempt, 2000) + Math.random() * 200;
}

/**
 * A connection for what people wait for: with Redis away, a call fails at once instead of queueing,
 * and one that gets no answer fails after 1.5 s. A call that timed out may still have been carried
 * out.
 */
export function connectForCommands(url: string, onError: (error: Error) => void): Redis {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    commandTimeout: 1500,
    maxRetriesPerRequest: 0,
    connectTimeout: 1500,
    retryStrategy,
  });
  return prepare(redis, onError);
}

/**
 * Sends all commands of one turn of the event loop in one write to the socket: a write each takes about
 * an eighth of a busy worker's time. Each command is still its own, in its place; autopipelining, which
 * collects them into pipelines, is slower than no collecting at all.
 */
class BatchingRedis extends Redis {
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

/** Longer than BullMQ lets Redis hold an answer back, which is 10 s. */
const SILENCE_MS = 30_000;

/**
 * A connection for jobs: with Redis away, calls wait until it is back, and are then sent again. A
 * connection of which the other end has gone without a word is given up.
 */
export function connectForJobs(url: string, onError: (error: Error) => void): Redis {
  const redis = new BatchingRedis(url, {
    maxRetriesPerRequest: null,
    socketTimeout: SILENCE_MS,
    retryStrategy,
  });
  return prepare(redis, onError);
}

function prepare(redis: Redis, onError: (error: Error) => void): Redis {
  redis.on('error', onError);
  defineScripts(redis);
  return redis;
}
