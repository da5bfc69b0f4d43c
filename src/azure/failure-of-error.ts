import type { FailureKind, ReadFailure } from '../watch/reading.ts';
import { AnswerTooLarge } from './answer-too-large.ts';
import { SignInFailed } from './sign-in-failed.ts';

/** What it means that a read brought no answer at all. Only the error's code is repeated. */
export function failureOfError(
  error: unknown,
  { timedOut, timeoutMs }: { readonly timedOut: boolean; readonly timeoutMs: number },
): ReadFailure {
  if (error instanceof SignInFailed) return failure('unauthorized', error.message);
  if (error instanceof AnswerTooLarge) {
    return failure('invalid', `Azure’s answer was larger than ${error.limitBytes} bytes.`);
  }
  if (timedOut) return failure('transient', `Azure did not answer within ${timeoutMs / 1000} s.`);
  const code = networkCode(error);
  const reason = code === undefined ? '' : ` (${code})`;
  return failure('transient', `Azure could not be reached${reason}.`);
}

function failure(kind: FailureKind, explanation: string): ReadFailure {
  return { kind: 'failure', failure: kind, explanation, trace: {} };
}

/** Node's and undici's codes, such as ECONNREFUSED and UND_ERR_SOCKET. */
function networkCode(error: unknown): string | undefined {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    if ('code' in at && typeof at.code === 'string' && /^[A-Z][A-Z_0-9]{2,40}$/.test(at.code)) {
      return at.code;
    }
  }
  return undefined;
}
