import { isIP } from 'node:net';
import * as v from 'valibot';
import { urlCredentials } from './redis/url-credentials.ts';
import { listOf, matching } from './value-schemas.ts';

/** Passwords hold `/`, `#`, `?` and `@`, hosts never: the last `@` ends them. */
const PARTS = /^(https?):\/\/(?:(.*)@)?(\[[\da-f:.]+\]|[a-z\d](?:[\w.-]*[\w.])?):(\d{1,5})\/?$/is;

const NOT_A_PROXY =
  'must be the URL of an HTTP proxy with its port, such as http://proxy.example.com:8080';

/** `http://user:password@proxy.example.com:8080`: where the proxy is, and whom it is shown. */
export const proxyUrl = v.pipe(
  v.string(),
  v.check((text) => {
    const port = Number(PARTS.exec(text)?.[4]);
    return port >= 1 && port <= 65_535;
  }, NOT_A_PROXY),
  v.transform((text) => {
    const [, scheme = '', credentials = '', host = '', port = ''] = PARTS.exec(text) ?? [];
    return { origin: `${scheme.toLowerCase()}://${host}:${port}`, credentials };
  }),
  v.object({
    origin: v.pipe(
      v.string(),
      v.url(NOT_A_PROXY),
      v.check((origin) => !isTlsToAddress(origin), 'must give an https proxy by its name'),
    ),
    credentials: urlCredentials,
  }),
  v.transform(({ origin, credentials }) => ({ origin, ...credentials })),
);

/** undici asks a proxy for the certificate of its host, which TLS forbids for an address. */
function isTlsToAddress(origin: string): boolean {
  if (!URL.canParse(origin)) return false;
  const { protocol, hostname } = new URL(origin);
  return protocol === 'https:' && isIP(hostname.replaceAll(/[[\]]/g, '')) > 0;
}

const hostPattern = (message: string) => matching(/^[\w.*:[\]-]+(?:\/\d{1,3})?$/, message);

/** Hosts between commas or spaces; other programs take ranges of addresses, too, and `*`. */
export const proxyExceptions = v.pipe(
  v.string(),
  v.transform((text) => text.replaceAll(/\s+/g, ',')),
  listOf(hostPattern, 'must be a list of hosts such as example.com,10.0.0.5, without https://'),
);
