import { beginningOf } from '../outgoing/beginning-of.ts';
import type { Outgoing } from '../outgoing/outgoing.ts';
import { whyUnreached } from '../outgoing/why-unreached.ts';
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
    return { kind: 'later', error: whyUnreached(error) };
  }
}

async function sentOf(response: Response, now: number): Promise<Sent> {
  const { status, headers } = response;
  const said = inOneLine(await beginningOf(response, MOST_SAID_BYTES));
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

/** Without what only steers a terminal. */
function inOneLine(text: string): string {
  return text
    .replaceAll(/[\p{C}\s]+/gu, ' ')
    .trim()
    .slice(0, LONGEST_SAID);
}
