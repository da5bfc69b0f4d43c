import { proxyFailureIn } from '../outgoing/proxy-failed.ts';
import type { FailureKind, ReadFailure } from '../watch/reading.ts';
import { AnswerTooLarge } from './answer-too-large.ts';
import { certificateAdvice } from './certificate-advice.ts';
import { errorChain } from './error-chain.ts';
import { SignInFailed, TokenAwaited } from './sign-in-failed.ts';

/** What it means that a read brought no answer at all. Only the error's code is repeated. */
export function failureOfError(
  error: unknown,
  { timedOut, timeoutMs }: { readonly timedOut: boolean; readonly timeoutMs: number },
): ReadFailure {
  if (error instanceof SignInFailed) return noToken(error.message);
  if (error instanceof TokenAwaited && timedOut) {
    return noToken(
      `Signing in to Azure takes longer than ${timeoutMs / 1000} s. Please check that the sign-in host of the cloud, or this machine’s identity endpoint, is reached from here.`,
    );
  }
  if (error instanceof AnswerTooLarge) {
    return failure('invalid', `Azure’s answer was larger than ${error.limitBytes} bytes.`);
  }
  const proxyFailure = proxyFailureIn(error);
  if (proxyFailure) {
    return failure('transient', `Azure could not be reached: ${proxyFailure.message}.`);
  }
  if (timedOut) return failure('transient', `Azure did not answer within ${timeoutMs / 1000} s.`);
  const codes = errorChain(error).map(({ code }) => code);
  const certificate = certificateAdvice(codes, 'Azure Resource Manager');
  if (certificate !== undefined) return failure('transient', certificate);
  // Node's and undici's, such as ECONNREFUSED and UND_ERR_SOCKET.
  const code = codes.find((each) => each !== undefined);
  if (code?.startsWith('Z_')) {
    return failure('transient', `Azure’s answer was compressed and broken (${code}).`);
  }
  const reason = code === undefined ? '' : ` (${code})`;
  return failure('transient', `Azure could not be reached${reason}.`);
}

function noToken(explanation: string): ReadFailure {
  return { ...failure('unauthorized', explanation), refusal: { by: 'authority' } };
}

function failure(kind: FailureKind, explanation: string): ReadFailure {
  return { kind: 'failure', failure: kind, explanation, trace: {} };
}
