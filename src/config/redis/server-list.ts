import { isIPv6 } from 'node:net';
import * as v from 'valibot';
import { commaList } from '../value-schemas.ts';

/** Docker's names may hold `_`. Digits alone would be an address that nobody means. */
const HOST_NAME = /^(?!\d+$)\w(?:[\w.-]{0,251}[\w.])?$/;

const server = v.pipe(
  v.string(),
  v.check(
    (text) => !/^[\da-f.]*:[\da-f.]*:[\da-f.:]*$/i.test(text),
    'must put an IPv6 address into brackets, as in redis://[::1]:6379',
  ),
  v.regex(
    /^(?:\[.*\]|[^:]*)(?::\d+)?$/,
    'must give each server as host or host:port (in a password / is written %2F, # %23 and @ %40; in a .env file # begins a comment)',
  ),
  v.transform((text) => {
    const [, address, name = '', port] = /^(?:\[(.*)\]|([^:]*))(?::(\d+))?$/.exec(text) ?? [];
    return { address, name, port: port === undefined ? undefined : Number(port) };
  }),
  v.check(
    ({ address, name }) => (address === undefined ? HOST_NAME.test(name) : isIPv6(address)),
    'must give each server a host, as in redis://redis.example.com:6379',
  ),
  v.check(
    ({ port }) => port === undefined || (port >= 1 && port <= 65_535),
    'must give ports from 1 to 65535',
  ),
  v.transform(({ address, name, port }) => ({ host: address ?? name, port })),
);

/** `host:6379,[::1]` -> hosts, without brackets, and the ports that are named; one server at least. */
export const serverList = v.pipe(
  commaList,
  v.minLength(1, 'must name a host, as in redis://redis.example.com:6379'),
  v.array(server),
);
