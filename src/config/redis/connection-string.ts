import * as v from 'valibot';
import { trueOrFalse } from '../value-schemas.ts';
import { databaseNumber, type RedisAddress } from './redis-address.ts';
import { serverList } from './server-list.ts';

// https://stackexchange.github.io/StackExchange.Redis/Configuration

const OPTION = /^([a-z]+)\s*=\s*(.*)$/is;

/** Where Azure and Redis Enterprise listen with TLS: it is meant where nothing is said of it. */
const TLS_PORTS: readonly (number | undefined)[] = [6380, 10_000];

/** Whether it names options as .NET's client does: a URL may hold such a text in its password only. */
export function hasOptions(text: string): boolean {
  return text.split(',').some((part) => OPTION.test(part.trim()));
}

/** Those that decide where and as whom; all others are about the client for which it was made. */
const options = v.pipe(
  v.array(
    v.pipe(
      v.string(),
      v.regex(
        OPTION,
        'must name servers first and hold no comma in the password (in a URL it can be written, as %2C)',
      ),
    ),
  ),
  v.transform((parts): Readonly<Partial<Record<string, string>>> => {
    const named = parts.map((part) => OPTION.exec(part) ?? []);
    return Object.fromEntries(named.map(([, key = '', value]) => [key.toLowerCase(), value]));
  }),
  v.check(
    (named) => named['servicename'] === undefined,
    'must not hold serviceName: the name of the primary belongs into REDIS_SENTINEL',
  ),
  v.object({
    user: v.optional(v.string()),
    password: v.optional(v.string()),
    defaultdatabase: v.optional(databaseNumber),
    ssl: v.optional(
      v.pipe(v.string(), v.toLowerCase(), trueOrFalse('must say ssl=True or ssl=False')),
    ),
  }),
);

/** `name.redis.cache.windows.net:6380,password=…=,ssl=True,abortConnect=False`, as Azure shows it. */
export const connectionString = v.pipe(
  v.string(),
  v.transform((text) => {
    const parts = text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '');
    const first = parts.findIndex((part) => OPTION.test(part));
    return { servers: parts.slice(0, first).join(), options: parts.slice(first) };
  }),
  v.object({ servers: serverList, options }),
  v.transform(({ servers, options: { user, password, defaultdatabase, ssl } }): RedisAddress => {
    const isTls = ssl ?? servers.some(({ port }) => TLS_PORTS.includes(port));
    return {
      place: {
        kind: 'tcp',
        servers: servers.map(({ host, port }) => ({ host, port: port ?? (isTls ? 6380 : 6379) })),
      },
      isTls,
      username: user || undefined,
      password: password || undefined,
      database: defaultdatabase ?? 0,
    };
  }),
);
