import * as v from 'valibot';
import type { OperationReference } from '../watch/operation-reference.ts';
import type { ReadFailure } from '../watch/reading.ts';
import { readAnswerHeaders } from './answer-headers.ts';
import { cleanText } from './clean-text.ts';
import { flattenErrorTree } from './error-lines.ts';
import { failureOfAnswer } from './failure-of-answer.ts';

const ErrorResponse = v.object({ error: v.unknown() });
const LONGEST_MESSAGE = 300;

/**
 * What an answer other than 2xx means. `body` is parsed JSON, the text where the answer called itself
 * something else, or undefined where it was empty or broken; `now` is in milliseconds since the epoch.
 */
export function failureOfResponse(
  { status, headers }: Response,
  body: unknown,
  { subscriptionId }: OperationReference,
  now: number,
): ReadFailure {
  const [top] = v.is(ErrorResponse, body) ? flattenErrorTree(body.error) : [];
  const { failure, explanation } = failureOfAnswer({
    status,
    code: top?.code,
    message: top?.message === undefined ? undefined : cleanText(top.message, LONGEST_MESSAGE),
    fromArm: typeof body !== 'string',
    subscriptionId,
  });
  return {
    kind: 'failure',
    failure,
    explanation,
    ...(top?.code === undefined ? {} : { code: top.code }),
    ...readAnswerHeaders(headers, now),
  };
}
