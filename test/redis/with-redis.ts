import type { Redis } from 'ioredis';
import type { RedisSettings } from '../../src/redis/access/client.ts';
import {
  createRedisAccess,
  type OpenConnection,
  type RedisAccessOptions,
} from '../../src/redis/access/redis-access.ts';
import type { Connection, RedisClient } from '../../src/redis/connection.ts';
import { createKeys } from '../../src/redis/keys.ts';
import { startRedis } from '../../src/sandbox/redis/start-redis.ts';

const PREFIX = 'mysqlop';

/** The names of keys under the prefix that is used where none is set. */
export const keys = createKeys(PREFIX);

/** A client of a test's own, as stores take it. */
export function connectionOf(client: RedisClient): Connection {
  return { client, keys };
}

/** What REDIS_URL says of a plain server of the tests, or of one behind a proxy. */
export function settingsOf(url: string): RedisSettings {
  const { hostname, port, pathname, username, password } = new URL(url);
  return {
    place: { kind: 'tcp', servers: [{ host: hostname, port: Number(port) }] },
    mode: { kind: 'single' },
    username: username ? decodeURIComponent(username) : undefined,
    password: password ? decodeURIComponent(password) : undefined,
    database: Number(pathname.slice(1) || 0),
    tls: undefined,
    prefix: PREFIX,
  };
}

/** A connection as the product makes it. */
export function openConnection(
  url: string,
  use: 'commands' | 'jobs' = 'jobs',
  { onFault = () => undefined, onHealed }: Partial<RedisAccessOptions> = {},
): OpenConnection {
  return createRedisAccess(settingsOf(url), { onFault, ...(onHealed && { onHealed }) }).open(use);
}

export interface TestRedis {
  readonly url: string;
  /** For looking at what is there, and for laying something there. */
  readonly redis: Redis;
  readonly connection: OpenConnection;
  stop(): Promise<void>;
}

/** A real Redis of the test file's own, and a connection as the product makes it. */
export async function startTestRedis(): Promise<TestRedis> {
  const server = await startRedis();
  const connection = openConnection(server.url, 'jobs', {
    onFault: (fault, error) => {
      throw new Error(fault.problem, { cause: error });
    },
  });
  return {
    url: server.url,
    redis: connection.client as Redis,
    connection,
    async stop() {
      connection.close();
      await server.stop();
    },
  };
}
