import { proxyFailureIn } from './proxy-failed.ts';

/** Why no answer came, to end a sentence: what the proxy did, or the innermost code of Node's, which tells most. */
export function whyUnreached(error: unknown): string {
  const proxyFailure = proxyFailureIn(error);
  if (proxyFailure) return proxyFailure.message;
  let why = 'it could not be reached';
  for (let at = error, depth = 0; at instanceof Error && depth < 8; at = at.cause, depth += 1) {
    if (at.name === 'TimeoutError') return 'it did not answer in time';
    if ('code' in at && typeof at.code === 'string' && /^[A-Z][A-Z_0-9]{2,40}$/.test(at.code)) {
      why = `it could not be reached (${at.code})`;
    }
  }
  return why;
}
