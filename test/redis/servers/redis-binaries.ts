import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { redisServerPath } from '../../../src/sandbox/redis/redis-server-path.ts';

/** The machine's own server, and those that `.ci/fetch-redis` brings: Azure Cache for Redis is a 6.0. */
export const REDIS_KINDS = ['system-redis', 'redis-6.0', 'redis-8', 'valkey-8'] as const;
export type RedisKind = (typeof REDIS_KINDS)[number];

/** The program of each kind that is here. */
export function redisBinaries(): ReadonlyMap<RedisKind, string> {
  const found = REDIS_KINDS.map((kind) => [kind, binary(kind)] as const);
  return new Map(found.filter((entry): entry is [RedisKind, string] => entry[1] !== undefined));
}

function binary(kind: RedisKind): string | undefined {
  if (kind === 'system-redis') return redisServerPath();
  const cache = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  const file = join(cache, 'mysqlop-redis', kind, 'redis-server');
  return existsSync(file) ? file : undefined;
}
