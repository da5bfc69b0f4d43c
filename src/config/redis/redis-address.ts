import * as v from 'valibot';

/** Where Redis listens. Several servers are nodes of one cluster, or Sentinels. */
export type RedisPlace<Server> =
  | { readonly kind: 'tcp'; readonly servers: readonly Server[] }
  | { readonly kind: 'socket'; readonly path: string };

/** What one text of `REDIS_URL` says, in whatever form. */
export interface RedisAddress {
  /** A server without a port listens on the usual one, which is another for Sentinels. */
  readonly place: RedisPlace<{ readonly host: string; readonly port: number | undefined }>;
  readonly isTls: boolean;
  readonly username: string | undefined;
  readonly password: string | undefined;
  readonly database: number;
}

const NUMBER_MESSAGE =
  'must name the database by its number, as in /1 (REDIS_PREFIX lets two bots share one)';

/** A database's number as text. How many there are only the server knows. */
export const databaseNumber = v.pipe(
  v.string(),
  v.regex(/^\d{1,9}$/, NUMBER_MESSAGE),
  v.transform(Number),
);

/** What stands behind the servers or the path of a URL: nothing, `/1` or `?db=1`. */
export const databaseOfUrl = v.pipe(
  v.string(),
  v.check((text) => !text.includes('#'), 'must not hold a # behind the host or the path'),
  v.transform((text) => {
    const [, path = '', query = ''] = /^\/?([^?]*)\??(.*)$/s.exec(text) ?? [];
    return { path, query };
  }),
  v.check(({ query }) => /^(?:db=[^&]+)?$/i.test(query), 'must not hold other options than ?db=1'),
  v.check(
    ({ path, query }) => path === '' || query === '',
    'must name the database once, as /1 or as ?db=1',
  ),
  v.transform(({ path, query }) => path || query.slice('db='.length) || '0'),
  databaseNumber,
);
