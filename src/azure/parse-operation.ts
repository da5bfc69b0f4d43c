import type { OperationReference } from '../watch/operation-reference.ts';
import { cleanText } from './clean-text.ts';
import { parseOperationPath } from './parse-operation-path.ts';
import { type RefusedOperation, refused } from './refused-operation.ts';

/** What a person's text names: an operation, its id alone, or nothing that we can use. */
export type ParsedOperation =
  | { readonly kind: 'reference'; readonly reference: OperationReference }
  | { readonly kind: 'bare'; readonly operationId: string }
  | RefusedOperation;

/** ARM's signed URLs take 3 to 8 KB. */
const LONGEST_INPUT = 16 * 1024;
const GUID = /^(?:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})|\{([0-9a-f-]{36})\})$/i;
const SCHEME = /^[a-z][a-z0-9+.-]{0,20}:\/\//i;

/**
 * Reads an operation out of a pasted text: the URL of a response header (with or without its signed
 * query, plain or as Slack writes links), an ARM id, or a bare GUID. Only a URL of `armEndpoint`'s
 * own origin is taken, and of a URL only subscription, location and operation id: the query, which is
 * a signature, is dropped. Never throws.
 */
export function parseOperation(
  text: string,
  { armEndpoint }: { readonly armEndpoint: string },
): ParsedOperation {
  if (text.length > LONGEST_INPUT) return refused('too-long', TOO_LONG);
  const typed = withoutQuery(unwrap(text));
  if (typed === '') return refused('empty', EMPTY);
  if (SCHEME.test(typed)) return parseUrl(typed, armEndpoint);
  if (typed.includes('/')) return parseOperationPath(typed);
  const guid = GUID.exec(typed);
  const operationId = guid?.[1] ?? guid?.[2];
  if (operationId !== undefined && GUID.test(operationId)) {
    return { kind: 'bare', operationId: operationId.toLowerCase() };
  }
  return refused('not-an-operation', `${quote(typed)} is not an operation. ${EXPECTED}`);
}

const EXPECTED =
  'Please give the URL from the Azure-AsyncOperation or Location header, the ARM id, or the operation’s id (a GUID).';
const EMPTY = `Which operation? ${EXPECTED}`;
const TOO_LONG =
  'That is too long for an operation. Please give its URL without what follows the question mark, or its id alone.';

/** Takes off white space, quotes, and the brackets and label that Slack puts around a link. */
function unwrap(text: string): string {
  const inner = text
    .trim()
    .replace(/^[`"'“‘]{1,3}/, '')
    .replace(/[`"'”’]{1,3}$/, '');
  const link = /^<([^|>]*)(?:\|[^>]*)?>$/.exec(inner);
  return (link?.[1] ?? inner).trim();
}

function withoutQuery(text: string): string {
  const queryAt = text.search(/[?#]/);
  return (queryAt < 0 ? text : text.slice(0, queryAt)).trimEnd();
}

function parseUrl(typed: string, armEndpoint: string): ParsedOperation {
  const url = URL.parse(typed);
  const arm = URL.parse(armEndpoint);
  if (url === null || arm === null || url.username !== '' || url.password !== '') {
    return refused('not-an-operation', `That URL cannot be read. ${EXPECTED}`);
  }
  if (url.origin === arm.origin) return parseOperationPath(url.pathname);
  if (url.hostname === arm.hostname && url.protocol !== arm.protocol) {
    return refused('wrong-scheme', `Please give the URL with ${arm.protocol}// in front.`);
  }
  return refused(
    'foreign-host',
    `I read operations from ${arm.host} only, not from ${cleanText(url.host || 'there', 80)}. ` +
      'Please check the URL, and that it belongs to the Azure cloud that I work for.',
  );
}

/** Repeats a short plain word, and nothing else: what people paste may be a secret. */
function quote(typed: string): string {
  return /^[\w .-]{1,36}$/.test(typed) ? `“${typed}”` : 'That';
}
