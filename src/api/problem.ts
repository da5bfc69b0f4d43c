import * as v from 'valibot';
import type { Reply } from './reply.ts';

/**
 * What may be wrong with a request, besides what its status alone says. The names are part of the API: a name that has
 * been told once keeps its meaning.
 */
const PROBLEMS = {
  unauthorized: { status: 401, title: 'A valid token is needed' },
  malformed: { status: 400, title: 'The request can’t be read' },
  'channel-not-allowed': { status: 403, title: 'I am not to be used in this channel' },
  'not-yours': { status: 403, title: 'Somebody else has asked for that card' },
  'no-such-watch': { status: 404, title: 'There is no such watch' },
  'ended-already': { status: 409, title: 'That watch has ended already' },
  'too-many-watches': { status: 409, title: 'As many operations are watched as may be' },
  'key-under-way': { status: 409, title: 'The same request is being carried out' },
  'wrong-fields': { status: 422, title: 'Something in the request is wrong' },
  'operation-refused': { status: 422, title: 'That operation can’t be watched' },
  'channel-closed': { status: 422, title: 'No card can stand in that channel' },
  'key-reused': { status: 422, title: 'The Idempotency-Key stands for another request' },
  'too-many-requests': { status: 429, title: 'Too many requests' },
  broken: { status: 500, title: 'Something broke' },
  'memory-away': { status: 503, title: 'My memory is out of order' },
  uncertain: { status: 503, title: 'Nobody can tell whether it was done' },
} as const;
export type ProblemName = keyof typeof PROBLEMS;

/** Statuses that say all that there is to say. */
const PLAIN = {
  404: 'Not Found',
  405: 'Method Not Allowed',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
} as const;

/** RFC 9457. */
export const ProblemDocument = v.object({
  type: v.pipe(v.string(), v.description('about:blank, or urn:problem-type:mysqlop: and a name.')),
  title: v.string(),
  status: v.number(),
  detail: v.pipe(v.string(), v.description('What is wrong and what to do, in plain words.')),
  instance: v.pipe(v.string(), v.description('Names this answer, also in the log.')),
  errors: v.optional(
    v.array(
      v.object({
        pointer: v.pipe(v.string(), v.description('Which part of the body, as RFC 6901 has it.')),
        detail: v.string(),
      }),
    ),
  ),
});
export type ProblemDocument = v.InferOutput<typeof ProblemDocument>;

interface ProblemExtras {
  readonly errors?: NonNullable<ProblemDocument['errors']>;
  /** When to try again, in milliseconds from now. */
  readonly retryAfterMs?: number | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A problem document; its instance is added where it is sent. */
export function problem(
  name: ProblemName,
  detail: string,
  { errors, retryAfterMs, headers }: ProblemExtras = {},
): Reply {
  const { status, title } = PROBLEMS[name];
  return {
    status,
    problem: name,
    headers: {
      ...headers,
      ...(retryAfterMs !== undefined && { 'retry-after': `${Math.ceil(retryAfterMs / 1000)}` }),
    },
    body: {
      type: `urn:problem-type:mysqlop:${name}`,
      title,
      status,
      detail,
      ...(errors && { errors }),
    },
  };
}

/** The same where HTTP's own word says it. */
export function plainProblem(
  status: keyof typeof PLAIN,
  detail: string,
  headers: Readonly<Record<string, string>> = {},
): Reply {
  const body = { type: 'about:blank', title: PLAIN[status], status, detail };
  return { status, problem: 'about:blank', headers, body };
}
