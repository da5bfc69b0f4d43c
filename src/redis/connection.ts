import type { Cluster, Redis } from 'ioredis';
import type { Keys } from './keys.ts';

/** A client of one Redis server, or of a cluster of them. */
export type RedisClient = Redis | Cluster;

/** A way to Redis, and the names of what is ours there. */
export interface Connection {
  readonly client: RedisClient;
  readonly keys: Keys;
}
