/** One of the errors that led to another. */
export interface ErrorLink {
  readonly name: string;
  /** Node's, undici's or OpenSSL's, such as `ECONNREFUSED` or `SELF_SIGNED_CERT_IN_CHAIN`. */
  readonly code: string | undefined;
  readonly message: string;
}

/** A chain of credentials has one for each, and each its own causes. */
const MOST = 20;

/** An error with all that caused it, the outermost first: by `cause`, and the `errors` of several at once. */
export function errorChain(error: unknown): readonly ErrorLink[] {
  const links: ErrorLink[] = [];
  const waiting = [error];
  const met = new Set<unknown>();
  for (let at = waiting.shift(); links.length < MOST; at = waiting.shift()) {
    if (at instanceof Error && !met.has(at)) {
      met.add(at);
      links.push({ name: at.name, code: codeOf(at), message: at.message.slice(0, 20_000) });
      if ('errors' in at && Array.isArray(at.errors)) waiting.push(...at.errors.slice(0, MOST));
      waiting.push(at.cause);
    }
    if (waiting.length === 0) break;
  }
  return links;
}

function codeOf(error: Error): string | undefined {
  const code = 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[A-Z][A-Z_0-9]{2,60}$/.test(code) ? code : undefined;
}
