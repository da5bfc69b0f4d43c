import { Cluster, Redis, type RedisOptions } from 'ioredis';
import type { RedisClient } from '../connection.ts';
import { BatchingRedis } from './batching-redis.ts';

interface Server {
  readonly host: string;
  readonly port: number;
}

/** Where Redis is, and how one gets in. */
export interface RedisSettings {
  /** Several servers are the first nodes of a cluster, or its Sentinels. */
  readonly place:
    | { readonly kind: 'tcp'; readonly servers: readonly Server[] }
    | { readonly kind: 'socket'; readonly path: string };
  readonly mode:
    | { readonly kind: 'single' }
    | { readonly kind: 'cluster' }
    | {
        readonly kind: 'sentinel';
        readonly primary: string;
        readonly password: string | undefined;
      };
  readonly username: string | undefined;
  readonly password: string | undefined;
  readonly database: number;
  /** PEM texts. */
  readonly tls:
    | {
        readonly ca: string | undefined;
        readonly cert: string | undefined;
        readonly key: string | undefined;
      }
    | undefined;
  readonly prefix: string;
}

/**
 * What a connection is for.
 *
 * - `commands`: what people wait for. With Redis away a call fails at once instead of queueing, and one that gets
 *   no answer fails after 1.5 s, though it may still be carried out.
 * - `jobs`: with Redis away calls wait until it is back, and are then sent again.
 * - `blocking`: Redis may hold an answer back for 5 s. What is cut off fails and is not sent again: it would hold up
 *   whatever is asked behind it.
 */
export type ConnectionUse = 'commands' | 'jobs' | 'blocking';

/** After so long without a sign of life a connection is given up: the other end may have gone without a word. */
const USES = {
  commands: {
    enableOfflineQueue: false,
    commandTimeout: 1500,
    maxRetriesPerRequest: 0,
    connectTimeout: 1500,
    socketTimeout: 3000,
  },
  jobs: { maxRetriesPerRequest: null, connectTimeout: 5000, socketTimeout: 6000 },
  blocking: { maxRetriesPerRequest: 0, connectTimeout: 5000, socketTimeout: 7500 },
} as const satisfies Readonly<Record<ConnectionUse, RedisOptions>>;

/** Opens a client; it connects by itself, again and again. */
export function openClient(
  settings: RedisSettings,
  use: ConnectionUse,
  connectionName?: string,
): RedisClient {
  const { place, mode, tls } = settings;
  const options = {
    ...USES[use],
    ...(settings.username !== undefined && { username: settings.username }),
    ...(settings.password !== undefined && { password: settings.password }),
    ...(connectionName !== undefined && { connectionName }),
    ...(tls && { tls: definedOf(tls) }),
    reconnectOnError: onceInAWhile(isDemoted),
    retryStrategy,
    maxLoadingRetryTime: WHILE_MS,
  };
  if (mode.kind === 'cluster' && place.kind === 'tcp') {
    return new Cluster([...place.servers], clusterOptions(options));
  }
  const Client = use === 'jobs' ? BatchingRedis : Redis;
  const single = { ...options, db: settings.database };
  if (place.kind === 'socket') return new Client({ ...single, path: place.path });
  if (mode.kind === 'sentinel') {
    return new Client({
      ...single,
      sentinels: [...place.servers],
      name: mode.primary,
      ...(mode.password !== undefined && { sentinelPassword: mode.password }),
      sentinelRetryStrategy: retryStrategy,
      ...(tls && { enableTLSForSentinelMode: true, sentinelTLS: definedOf(tls) }),
    });
  }
  return new Client({ ...single, ...place.servers[0] });
}

/** How one server is spoken to. */
type SingleOptions = Omit<RedisOptions, 'replyMapping'> & {
  readonly retryStrategy: (attempt: number) => number;
};

function clusterOptions({ retryStrategy: clusterRetryStrategy, ...redisOptions }: SingleOptions) {
  return {
    redisOptions,
    enableOfflineQueue: redisOptions.enableOfflineQueue ?? true,
    clusterRetryStrategy,
    slotsRefreshTimeout: 2000,
    slotsRefreshInterval: 10_000,
    // A failover takes seconds: what waits for a person has given up by then, jobs have not.
    retryDelayOnFailover: 300,
    retryDelayOnClusterDown: 300,
    // Certificates name hosts: what a node calls itself is not to be resolved to an address.
    ...(redisOptions.tls && { dnsLookup: leaveName }),
  };
}

const leaveName = (host: string, done: (error: null, address: string) => void) => done(null, host);

/** Tries again soon: after an outage the first job should not wait for a long pause to end. */
function retryStrategy(attempt: number): number {
  return Math.min(100 * attempt, 2000) + Math.random() * 200;
}

/** After a failover the name points elsewhere, but an old connection stays with the demoted server. */
function isDemoted({ message }: Error): boolean {
  return /\bREADONLY\b|UNBLOCKED/.test(message);
}

const WHILE_MS = 1000;

/** A server that is a replica and stays one is not to be connected to over and over. */
function onceInAWhile(isMet: (error: Error) => boolean): (error: Error) => boolean {
  let last = Number.NEGATIVE_INFINITY;
  return (error) => {
    if (!isMet(error) || performance.now() - last < WHILE_MS) return false;
    last = performance.now();
    return true;
  };
}

function definedOf(tls: NonNullable<RedisSettings['tls']>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(tls).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
