import { Redis } from 'ioredis';
import type { SandboxRedis } from './private-redis.ts';

const DATABASES = 16;
const LEASE = 'sandbox-lease';

/**
 * Takes an empty database of a Redis that is there already, and empties it at the end. One that holds
 * anything is never touched: it may be somebody's.
 *
 * @throws where all databases are in use
 */
export async function leaseDatabase(redisUrl: string): Promise<SandboxRedis> {
  for (let database = 0; database < DATABASES; database++) {
    const url = new URL(redisUrl);
    url.pathname = `/${database}`;
    const redis = new Redis(url.href, { maxRetriesPerRequest: 1 });
    const isEmpty = (await redis.dbsize()) === 0;
    if (isEmpty && (await redis.set(LEASE, '1', 'NX')) === 'OK') {
      return {
        url: url.href,
        async stop() {
          if (redis.status === 'end') return;
          await redis.flushdb();
          await redis.quit();
        },
      };
    }
    await redis.quit();
  }
  throw new Error('REDIS_URL names a Redis that has no empty database to work in.');
}
