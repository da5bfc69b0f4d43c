import type { Logger } from 'pino';

const QUIET_MS = 10_000;

/**
 * Reports what goes wrong with Redis. An outage raises an error at every attempt of every connection:
 * one entry a while is enough.
 */
export function reportRedisErrors(log: Logger, now: () => number): (error: Error) => void {
  let quietUntil = 0;
  let unreported = 0;
  return (error) => {
    if (now() < quietUntil) {
      unreported += 1;
      return;
    }
    log.error(
      { event: 'redis.error', err: error, unreported },
      'is Redis running, and is REDIS_URL right?',
    );
    quietUntil = now() + QUIET_MS;
    unreported = 0;
  };
}
