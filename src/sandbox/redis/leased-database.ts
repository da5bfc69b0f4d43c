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
  if (!/^rediss?:\/\/[^/]/.test(redisUrl) || !URL.canParse(redisUrl)) {
    throw new Error('REDIS_URL must be a URL such as redis://127.0.0.1:6379');
  }
  for (let database = 0; database < DATABASES; database++) {
    const url = new URL(redisUrl);
    url.pathname = `/${database}`;
    const redis = await connect(url.href);
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

async function connect(url: string): Promise<Redis> {
  const redis = new Redis(url, { lazyConnect: true, retryStrategy: null });
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    return redis;
  } catch (cause) {
    throw new Error('No Redis answers at REDIS_URL.', { cause });
  }
}
