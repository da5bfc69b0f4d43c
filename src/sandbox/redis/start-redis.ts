import { leaseDatabase } from './leased-database.ts';
import { type SandboxRedis, startPrivateRedis } from './private-redis.ts';

/** A Redis to play in: an empty database of `REDIS_URL` where that is set, else one of our own. */
export async function startRedis(): Promise<SandboxRedis> {
  const url = process.env['REDIS_URL'];
  return url ? await leaseDatabase(url) : await startPrivateRedis();
}
