import * as v from 'valibot';
import { connectionString, hasOptions } from './connection-string.ts';
import { socketAddress } from './socket-address.ts';
import { tcpUrl } from './tcp-url.ts';

/** A host alone is not taken: nobody can tell whether TLS is meant, and it may be a password. */
const unknown = v.never(
  'must begin with redis://, or with rediss:// for TLS (or be a socket’s path such as /run/redis.sock, or Azure’s connection string)',
);

/** All forms in which people have the address of their Redis. */
export const redisAddress = v.lazy((text) => {
  if (typeof text !== 'string') return unknown;
  if (/^rediss?:\/\//i.test(text)) return tcpUrl;
  if (/^(?:(?:redis\+)?unix:\/\/|\/(?!\/))/i.test(text)) return socketAddress;
  const hasScheme = /^[a-z][\w+.-]*:\/\//i.test(text);
  return hasOptions(text) && !hasScheme ? connectionString : unknown;
});
