import * as v from 'valibot';
import type { OperationReference } from '../watch/operation-reference.ts';
import type { FailureKind, Reading } from '../watch/reading.ts';
import { readAnswerHeaders } from './answer-headers.ts';
import { cleanText } from './clean-text.ts';
import { errorOf, flattenErrorTree } from './error-lines.ts';
import { failureOfAnswer } from './failure-of-answer.ts';
import { foreignWords } from './foreign-words.ts';
import { fieldsInAnyCase } from './lenient.ts';
import { OperationProgress } from './operation-progress-schema.ts';

const LONGEST_MESSAGE = 300;

/** The one shape of all errors of ARM's; gateways have numbers for codes, or none. */
const ArmError = fieldsInAnyCase({
  error: fieldsInAnyCase({ code: v.pipe(v.string(), v.regex(/^\s*[a-z]/i)) }),
});

/** A whole answer over HTTP, whoever sent it. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/**
 * What an answer means.
 *
 * @param now in milliseconds since the epoch
 */
export function readingOfAnswer(
  { status, headers, text }: HttpAnswer,
  { subscriptionId }: OperationReference,
  now: number,
): Reading {
  const told = readAnswerHeaders(headers, now);
  const body = parsedJson(text);
  const isOk = status >= 200 && status < 300;
  const read = isOk ? v.safeParse(OperationProgress, body) : undefined;
  if (read?.success) return { kind: 'snapshot', snapshot: read.output, ...told };
  const [top] = flattenErrorTree(errorOf(body));
  const message = top?.message === undefined ? undefined : cleanText(top.message, LONGEST_MESSAGE);
  const code = top?.code;
  const found = isOk
    ? failureOfUnread({ status, text, body, code, message })
    : failureOfAnswer({
        ...{ status, code, message, subscriptionId },
        fromArm: v.is(ArmError, body) || isChallenge(status, headers),
        words: foreignWords(text, body),
      });
  return {
    kind: 'failure',
    ...found,
    ...(code === undefined ? {} : { code }),
    ...told,
  };
}

/** Entra's gate before ARM answers so, with or without a body. A proxy's own is never of this kind. */
function isChallenge(status: number, headers: Headers): boolean {
  return status === 401 && /^bearer\b/i.test(headers.get('www-authenticate') ?? '');
}

/** Undefined where it is no JSON. */
function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What it means that an answer says that all is well, and holds no operation. */
function failureOfUnread(answer: {
  readonly status: number;
  readonly text: string;
  readonly body: unknown;
  readonly code: string | undefined;
  readonly message: string | undefined;
}): { readonly failure: FailureKind; readonly explanation: string } {
  const { status, text, body, code, message } = answer;
  const said = [code, message].filter((part) => part !== undefined).join(': ');
  if (said !== '') {
    return {
      failure: 'transient',
      explanation: `Azure answered with an error instead of the operation (${status}). Azure says: ${said}`,
    };
  }
  if (body === undefined && text.trim() !== '') {
    const words = foreignWords(text, body);
    return {
      failure: 'transient',
      explanation: `The answer (${status}) was not JSON${words ? `; it says “${words}”` : ''}. Is there a proxy or a filter in between?`,
    };
  }
  return {
    failure: 'invalid',
    explanation: 'Azure’s answer was not what its specification says: it had no status.',
  };
}
