import type { Values } from '../settings.ts';
import type { RedisPlace } from './redis-address.ts';

/** Which Redis, and how it is reached. */
export interface RedisConfig {
  /** Where it listens; several servers are first nodes of a cluster, or Sentinels. */
  readonly place: RedisPlace<{ readonly host: string; readonly port: number }>;
  readonly mode: RedisMode;
  /** Undefined: the default user, or with `entra` the identity's object id. */
  readonly username: string | undefined;
  readonly password: string | undefined;
  readonly database: number;
  /** PEM texts; undefined without TLS. */
  readonly tls:
    | undefined
    | {
        readonly ca: string | undefined;
        readonly cert: string | undefined;
        readonly key: string | undefined;
      };
  readonly auth: 'password' | 'entra';
  /** Begins the names of all keys; without braces. */
  readonly prefix: string;
}

type RedisMode =
  | { readonly kind: 'single' }
  | { readonly kind: 'cluster' }
  /** `primary` is the name by which the Sentinels know it, `password` that of the Sentinels. */
  | {
      readonly kind: 'sentinel';
      readonly primary: string;
      readonly password: string | undefined;
    };

const REDIS_PORT = 6379;
const SENTINEL_PORT = 26_379;

/** The settings of Redis in the shape in which the program takes them. */
export function arrangeRedis(values: Values): RedisConfig {
  const { place, isTls, username, password, database } = values.REDIS_URL;
  const mode = modeOf(values);
  const usualPort = mode.kind === 'sentinel' ? SENTINEL_PORT : REDIS_PORT;
  return {
    place:
      place.kind === 'socket'
        ? place
        : {
            kind: 'tcp',
            servers: place.servers.map(({ host, port = usualPort }) => ({ host, port })),
          },
    mode,
    username,
    password,
    database,
    tls: isTls
      ? { ca: values.REDIS_CA, cert: values.REDIS_CERT, key: values.REDIS_KEY }
      : undefined,
    auth: values.REDIS_AUTH,
    prefix: values.REDIS_PREFIX,
  };
}

function modeOf({ REDIS_CLUSTER, REDIS_SENTINEL, REDIS_SENTINEL_PASSWORD }: Values): RedisMode {
  if (REDIS_CLUSTER) return { kind: 'cluster' };
  if (REDIS_SENTINEL === undefined) return { kind: 'single' };
  return { kind: 'sentinel', primary: REDIS_SENTINEL, password: REDIS_SENTINEL_PASSWORD };
}
