import * as v from 'valibot';

/** In a URL that is written by the book, these stand in no user or password. */
const BREAKS_URL = /[/?#@]/;
const ESCAPE = /%[0-9a-f]{2}/gi;

/**
 * How a user or a password was written: percent-encoded where each `%` begins an escape, as it is
 * where none does. Undefined where it may be either: some do, or it is encoded in one place and breaks
 * the URL in another.
 */
function spellingOf(text: string): 'raw' | 'encoded' | undefined {
  const escapes = text.match(ESCAPE)?.length ?? 0;
  if (escapes === 0) return 'raw';
  const isEncoded = escapes === text.split('%').length - 1 && !BREAKS_URL.test(text);
  return isEncoded && isUtf8(text) ? 'encoded' : undefined;
}

function isUtf8(encoded: string): boolean {
  try {
    decodeURIComponent(encoded);
    return true;
  } catch {
    return false;
  }
}

/** A user or a password, percent-encoded or as it is. */
const word = v.pipe(
  v.string(),
  v.check(
    (text) => spellingOf(text) !== undefined,
    'must be percent-encoded throughout: in user and password % is written %25, / %2F, # %23, ? %3F and @ %40',
  ),
  v.transform((text) => (spellingOf(text) === 'encoded' ? decodeURIComponent(text) : text)),
);

/** A server's port before a comma, or a comma in the user's name: what follows is not the first server. */
const BEHIND_A_SERVER = /^[^:,]+(?::\d{1,5})?,|@[^@,]*,/;

/** `user:password`, `:password`, `user` or nothing. The first colon parts them. */
export const urlCredentials = v.pipe(
  v.string(),
  v.check(
    (text) => !BEHIND_A_SERVER.test(text),
    'must give user and password once, before the first server (in a password @ is written %40 and , %2C)',
  ),
  v.transform((text) => {
    const [, username = '', password = ''] = /^([^:]*):?(.*)$/s.exec(text) ?? [];
    return { username, password };
  }),
  v.object({ username: word, password: word }),
  v.transform(({ username, password }) => ({
    username: username || undefined,
    password: password || undefined,
  })),
);
