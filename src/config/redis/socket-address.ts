import * as v from 'valibot';
import { databaseOfUrl, type RedisAddress } from './redis-address.ts';
import { urlCredentials } from './url-credentials.ts';

/** What stands before `@/` is user and password; a path may hold an `@` of its own, and is taken as it is. */
const PARTS = /^(?:(?:redis\+)?unix:\/\/)?(?:([^/].*?)@(?=\/))?([^?#]*)(.*)$/is;

/** `unix://user:password@/run/redis.sock?db=1`, `redis+unix:///run/redis.sock` or the path alone. */
export const socketAddress = v.pipe(
  v.string(),
  v.transform((text) => {
    const [, credentials = '', path = '', behind = ''] = PARTS.exec(text) ?? [];
    return { credentials, path, database: behind };
  }),
  v.object({
    credentials: urlCredentials,
    path: v.pipe(
      v.string(),
      v.regex(
        /^\/(?!\/).*[^/]$/,
        'must name a socket by its whole path, as in unix:///run/redis/redis.sock (in a password / is written %2F and @ %40)',
      ),
      v.check(
        (path) => !path.includes('@/'),
        'must hold one @ before the path (in a password @ is written %40)',
      ),
    ),
    database: databaseOfUrl,
  }),
  v.transform(
    ({ credentials, path, database }): RedisAddress => ({
      place: { kind: 'socket', path },
      isTls: false,
      ...credentials,
      database,
    }),
  ),
);
