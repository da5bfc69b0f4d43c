import * as v from 'valibot';
import { plainProblem, problem } from './problem.ts';
import type { Reply } from './reply.ts';
import { WatchRequest } from './watch-schemas.ts';

/** What was sent, or what is wrong with it. */
type Read<Value> =
  | { readonly kind: 'read'; readonly value: Value }
  | { readonly kind: 'wrong'; readonly reply: Reply };

/** As much as `az rest --debug` prints, several times over. */
export const LARGEST_BODY_BYTES = 1024 * 1024;

/** Why a body of that type is not read; undefined where it is. */
export function whyNotRead(contentType: string | undefined): Reply | undefined {
  if (/^application\/json\s*(?:;|$)/i.test(contentType ?? '')) return undefined;
  return plainProblem(415, 'Please send JSON, with Content-Type: application/json.', {
    accept: 'application/json',
  });
}

export function tooLarge(): Reply {
  return plainProblem(
    413,
    'That is more than 1 MB. Please send the part of the response that names the operation.',
    { connection: 'close' },
  );
}

/** Reads the body of a wish. */
export function readWatchRequest(text: string): Read<WatchRequest> {
  const json = v.safeParse(v.pipe(v.string(), v.parseJson()), text);
  if (!json.success) {
    const detail = 'The body is no JSON. Please send an object with operation and channel.';
    return { kind: 'wrong', reply: problem('malformed', detail) };
  }
  // An array is an object to a schema.
  if (Array.isArray(json.output))
    return { kind: 'wrong', reply: problem('wrong-fields', NO_OBJECT) };
  const parsed = v.safeParse(WatchRequest, json.output);
  if (parsed.success) return { kind: 'read', value: parsed.output };
  const errors = parsed.issues.slice(0, MOST_ERRORS).map(errorOf);
  const detail = [...new Set(errors.map((error) => error.detail))].join(' ');
  return { kind: 'wrong', reply: problem('wrong-fields', detail, { errors }) };
}

const NO_OBJECT = 'The body must be an object with operation and channel.';
/** More would not be read. */
const MOST_ERRORS = 10;
const FIELDS = Object.keys(WatchRequest.entries).join(', ');

function errorOf(issue: v.InferIssue<typeof WatchRequest>) {
  const path = (issue.path ?? []).map(({ key }) => String(key).slice(0, 60));
  // RFC 6901.
  const pointer = path
    .map((part) => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('');
  return { pointer, detail: wordsOf(issue, path.at(-1)) };
}

function wordsOf(issue: v.InferIssue<typeof WatchRequest>, field: string | undefined): string {
  if (issue.type !== 'strict_object') return issue.message;
  if (field === undefined) return NO_OBJECT;
  if (issue.expected === 'never') return `There is no such field: I know ${FIELDS}.`;
  return field === 'operation'
    ? 'Which operation? Give the URL from the response header, its id, or the whole response.'
    : `The field ${field} is missing.`;
}

/**
 * Reads the name of an idempotency key: a string as structured fields have it (RFC 9651), or without its quotes.
 * draft-ietf-httpapi-idempotency-key-header-07.
 */
export function readIdempotencyKey(header: string | undefined): Read<string | undefined> {
  if (header === undefined) return { kind: 'read', value: undefined };
  const [, quoted, bare] =
    /^(?:"([\x20\x21\x23-\x5b\x5d-\x7e]{1,255})"|([\x21\x23-\x7e]{1,255}))$/.exec(header.trim()) ??
    [];
  const value = quoted ?? bare;
  if (value !== undefined) return { kind: 'read', value };
  const detail =
    'The Idempotency-Key can’t be read. Please send 1 to 255 plain characters in quotes, such as a UUID, a new one for each request.';
  return { kind: 'wrong', reply: problem('malformed', detail) };
}
