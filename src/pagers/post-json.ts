import type { Outgoing } from '../outgoing/outgoing.ts';
import { proxyFailureIn } from '../outgoing/proxy-failed.ts';
import type { Sent } from './pager.ts';

/** Whoever takes it over answers at once, and works later. */
const ANSWER_WITHIN_MS = 10_000;
/** So much of an answer says what is wrong. */
const MOST_SAID_BYTES = 2048;
const LONGEST_SAID = 300;
/** No wish of a pager's keeps us from trying for longer. */
const LONGEST_PAUSE_MS = 10 * 60_000;
/** Answers that say nothing about what was sent. */
const PASSING = new Set([408, 425, 429]);

/**
 * Sends JSON to a configured address, once, and to no other: a redirect is not followed.
 *
 * @param now by which a date in `Retry-After` is read, in milliseconds since the epoch
 */
export async function postJson(
  { fetch, now }: { readonly fetch: Outgoing['fetch']; readonly now: () => number },
  url: string,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Sent> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': 'mysqlop', ...headers },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    return await sentOf(response, now());
  } catch (error) {
    return { kind: 'later', error: proxyFailureIn(error)?.message ?? whyUnreached(error) };
  }
}

async function sentOf(response: Response, now: number): Promise<Sent> {
  const { status, headers } = response;
  const said = await beginningOf(response);
  if (status >= 200 && status < 300) return { kind: 'accepted' };
  if (status >= 300 && status < 400) {
    return { kind: 'refused', error: `${status}, a redirect, which is not followed` };
  }
  const error = said ? `${status}: ${said}` : String(status);
  if (status < 500 && !PASSING.has(status)) return { kind: 'refused', error };
  return { kind: 'later', error, retryAfterMs: pauseOf(headers.get('retry-after'), now) };
}

/** In seconds, or until a date: RFC 9110, 10.2.3. */
function pauseOf(said: string | null, now: number): number | undefined {
  if (said === null) return undefined;
  const ms = /^\d{1,9}$/.test(said) ? Number(said) * 1000 : Date.parse(said) - now;
  return ms > 0 ? Math.min(ms, LONGEST_PAUSE_MS) : undefined;
}

/** In one line, without what only steers a terminal. What breaks off has said enough. */
async function beginningOf({ body }: Response): Promise<string> {
  if (!body) return '';
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of body) {
      chunks.push(chunk);
      length += chunk.length;
      if (length >= MOST_SAID_BYTES) break;
    }
  } catch {
    // Its status stands already.
  }
  const text = Buffer.concat(chunks).subarray(0, MOST_SAID_BYTES).toString('utf8');
  return text
    .replaceAll(/[\p{C}\s]+/gu, ' ')
    .trim()
    .slice(0, LONGEST_SAID);
}

/** The innermost code of Node's, such as ECONNREFUSED: it tells most. */
function whyUnreached(error: unknown): string {
  let why = 'it could not be reached';
  for (let at = error, depth = 0; at instanceof Error && depth < 8; at = at.cause, depth += 1) {
    if (at.name === 'TimeoutError') return 'it did not answer in time';
    if ('code' in at && typeof at.code === 'string' && /^[A-Z][A-Z_0-9]{2,40}$/.test(at.code)) {
      why = `it could not be reached (${at.code})`;
    }
  }
  return why;
}
