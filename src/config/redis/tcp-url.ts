import * as v from 'valibot';
import { databaseOfUrl, type RedisAddress } from './redis-address.ts';
import { serverList } from './server-list.ts';
import { urlCredentials } from './url-credentials.ts';

/** Keys and passwords hold `/`, `#`, `?` and `@`, hosts never: the last `@` ends them. */
const PARTS = /^(rediss?):\/\/(?:(.*)@)?([^/?#]*)(.*)$/is;

/**
 * Whether the text is a whole URL already before a `?` or `#` that has an `@` behind it. Then nobody can
 * tell options from a password, and the host to which it would be sent.
 */
function isWholeBeforeMark(text: string): boolean {
  const [, whole] = /^([^?#]*)[?#].*@/s.exec(text) ?? [];
  const [, , , servers, behind] = PARTS.exec(whole ?? '') ?? [];
  return v.is(serverList, servers) && v.is(databaseOfUrl, behind);
}

/** `redis://user:password@host:6379/0`; with TLS `rediss://`; with several `host:port,host:port`. */
export const tcpUrl = v.pipe(
  v.string(),
  v.check(
    (text) => !isWholeBeforeMark(text),
    'must hold no ? or # before an @ (in a password they are written %3F and %23)',
  ),
  v.transform((text) => {
    const [, scheme = '', credentials = '', servers = '', behind = ''] = PARTS.exec(text) ?? [];
    return { isTls: scheme.toLowerCase() === 'rediss', credentials, servers, database: behind };
  }),
  v.object({
    isTls: v.boolean(),
    credentials: urlCredentials,
    servers: serverList,
    database: databaseOfUrl,
  }),
  v.transform(
    ({ credentials, servers, ...rest }): RedisAddress => ({
      place: { kind: 'tcp', servers },
      ...credentials,
      ...rest,
    }),
  ),
);
