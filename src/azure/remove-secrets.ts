/*
 * Every pattern here either matches to the end of what it started on or gives up after a bounded
 * number of characters, so that no text, however hostile, takes more than linear time.
 */
const URL_TAIL = /:\/\/[^\s"'<>]*/g;
const QUERY_FIELD = /[?&](?:amp;)?[\w.-]{1,64}=[^\s"'<>]*/g;
const NAMED_SECRET =
  /((?:sig|signature|password|passwd|pwd|secret|account_?key|access_?key|api[_-]?key|token)["']?)(\s{0,3}(?:=|%3D|\\u003d)\s{0,3})(\\?"[^"]*"?|'[^']*'?|[^\s"'&;,<>]+)/gi;
const JSON_SECRET =
  /((?:sig|signature|password|passwd|pwd|secret|account_?key|access_?key|api[_-]?key|token)\\?"\s{0,3}:\s{0,3})\\?"[^"]*"?/gi;
const AUTHORIZATION = /\b(Bearer|Basic|SharedKey)\s{1,3}[\w.~+/:=-]{16,}/gi;
const JSON_WEB_TOKEN = /\beyJ[\w-]{20,}(?:\.[\w-]*){0,4}/g;

const REMOVED = '[removed]';

/**
 * Takes out of a text what would let a reader act in our name: the query and user of any URL (Azure
 * signs in both `sig=` of storage and `t`, `c`, `s`, `h` of ARM), bearer tokens, and values named
 * password, secret, AccountKey and the like. Better a harmless word too many than a secret too few.
 */
export function removeSecrets(text: string): string {
  return text
    .replaceAll(URL_TAIL, withoutUserAndQuery)
    .replaceAll(QUERY_FIELD, '')
    .replaceAll(JSON_SECRET, `$1"${REMOVED}"`)
    .replaceAll(NAMED_SECRET, `$1$2${REMOVED}`)
    .replaceAll(AUTHORIZATION, `$1 ${REMOVED}`)
    .replaceAll(JSON_WEB_TOKEN, REMOVED);
}

/** `tail` is everything of a URL after its scheme. */
function withoutUserAndQuery(tail: string): string {
  const queryAt = tail.search(/[?#]/);
  const location = queryAt < 0 ? tail : tail.slice(0, queryAt);
  const slashAt = location.indexOf('/', '://'.length);
  const authority = slashAt < 0 ? location : location.slice(0, slashAt);
  const userEndsAt = authority.lastIndexOf('@');
  return userEndsAt < 0 ? location : `://${location.slice(userEndsAt + 1)}`;
}
