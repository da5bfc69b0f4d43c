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

/** Longer than BullMQ lets Redis hold an answer back, which is 10 s. */
const SILENCE_MS = 30_000;

/**
 * A connection for jobs: with Redis away, calls wait until it is back, and are then sent again. A
 * connection of which the other end has gone without a word is given up.
 */
export function connectForJobs(url: string, onError: (error: Error) => void): Redis {
  const redis = new Redis(url, {
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
