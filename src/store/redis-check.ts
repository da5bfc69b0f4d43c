import type { Redis } from 'ioredis';

/**
 * Is this Redis fit to keep watches? With another eviction policy than `noeviction` it may drop one
 * when memory is short.
 *
 * @returns what is wrong, or undefined; rejects while Redis does not answer
 */
export async function redisProblem(redis: Redis): Promise<string | undefined> {
  if (redis.status !== 'ready') return 'Redis does not answer';
  const memory = await redis.info('memory');
  const policy = /^maxmemory_policy:(\S+)/m.exec(memory)?.[1];
  return policy === undefined || policy === 'noeviction'
    ? undefined
    : `Redis runs with maxmemory-policy ${policy} and may drop watches: set it to noeviction`;
}
