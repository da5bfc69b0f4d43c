import * as v from 'valibot';

// Each schema turns one setting's text into an address. Its messages finish the sentence "<NAME> …" and never repeat
// what was set, since an address may carry a secret.

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** An origin: https, or http on this machine only. No path, no query, no slash at its end. */
export const secureOrigin = v.pipe(
  v.string(),
  v.url('must be a URL'),
  v.transform((text) => new URL(text)),
  v.check(
    (url) => url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.has(url.hostname)),
    'must be an https URL (http is taken for 127.0.0.1 only)',
  ),
  v.check((url) => !url.username && !url.password, 'must not carry a user name or password'),
  v.check((url) => url.pathname === '/' && !url.search, 'must not carry a path'),
  v.transform((url) => url.origin),
);

/** The whole address of an endpoint: https, or http on this machine only. */
export const endpointUrl = v.pipe(
  v.string(),
  v.check(
    (text) => v.is(secureOrigin, originOf(text)),
    'must be an https URL without user and password (http is taken for 127.0.0.1 only)',
  ),
  v.transform((text) => new URL(text)),
  v.check((url) => !url.hash, 'must not carry a fragment (#…)'),
  v.transform((url) => url.href),
);

/** An https URL with `{code}` in its path, query or fragment, and no other braces. */
export const codeUrl = v.pipe(
  v.string(),
  v.url('must be a URL such as https://wiki.example.com/{code}'),
  v.transform((text) => ({ text, url: new URL(text) })),
  v.check(
    ({ text }) => text.includes('{code}'),
    'must contain {code}, which is replaced by the code of the error',
  ),
  v.check(
    ({ text }) => !/[{}]/.test(text.replaceAll('{code}', '')),
    'must contain no braces but those of {code}',
  ),
  v.check(({ url }) => url.protocol === 'https:', 'must be an https URL'),
  v.check(({ url }) => !url.username && !url.password, 'must not carry a user name or password'),
  // Which host people are led to is not for Azure's texts to decide.
  v.check(({ url }) => !url.host.includes('{'), 'must have {code} after the host, not in it'),
  v.transform(({ text }) => text),
);

/** The host of a URL, in small letters; `https://` may be left out. */
export const hostOfUrl = v.pipe(
  v.string(),
  v.transform((text) => (text.includes('://') ? text : `https://${text}`)),
  v.url('must be a URL'),
  v.transform((text) => new URL(text).host),
);

function originOf(text: string): string {
  if (!URL.canParse(text)) return text;
  const url = new URL(text);
  url.pathname = '/';
  url.search = '';
  return url.href;
}

/** A Slack Web API base: as above, but with a path that ends in a slash. */
export const apiUrl = v.pipe(
  v.string(),
  v.excludes('?', 'must not carry a query'),
  v.check(
    (text) => v.is(secureOrigin, originOf(text)),
    'must be an https URL (http is taken for 127.0.0.1 only)',
  ),
  v.transform((text) => (text.endsWith('/') ? text : `${text}/`)),
);
