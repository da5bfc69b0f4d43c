import { mayBeShape, SECRET_FORMS } from './secret-forms.ts';

const URL_TAIL = /:\/\/[^\s"'<>]*/g;
const QUERY_FIELD = /[?&](?:amp;)?[\w.-]{1,64}=[^\s"'<>]*/g;

/**
 * Takes out of a text what would let a reader act in our name: the query and user of any URL (Azure
 * signs in both `sig=` of storage and `t`, `c`, `s`, `h` of ARM), and what SECRET_FORMS knows. Better a
 * harmless word too many than a secret too few. Takes time linear in the text's length.
 */
export function removeSecrets(text: string): string {
  if (holdsNoSecret(text)) return text;
  const withoutUrls = text.replaceAll(URL_TAIL, withoutUserAndQuery).replaceAll(QUERY_FIELD, '');
  return SECRET_FORMS.reduce(
    (left, { pattern, replacement }) => left.replaceAll(pattern, replacement),
    withoutUrls,
  );
}

/**
 * Whether a text is a plain word, as statuses, names, ids and times are: there is nothing to remove, and a busy
 * worker cleans thousands a second.
 */
export function holdsNoSecret(text: string): boolean {
  // All that a secret needs is a sign or a space, except where its shape tells what it is.
  return /^(?:[\w./-]*|\d[\d.:TZ-]*)$/.test(text) && !mayBeShape(text);
}

/** `tail` is everything of a URL after its scheme. */
function withoutUserAndQuery(tail: string): string {
  const afterUser = tail.replace(USER_AND_PASSWORD, '://');
  const queryAt = afterUser.search(/[?#]/);
  return queryAt < 0 ? afterUser : afterUser.slice(0, queryAt);
}

/** A password may hold `/`, `?`, `#` and `@` as they are, though it should not; a port does not. */
const USER_AND_PASSWORD = /^:\/\/(?:[^/?#]*@|[^/?#@:]*:(?!\d{1,5}(?:[/?#]|$))[^@]*@)/;
