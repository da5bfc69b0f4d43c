import type { Reading, RequestTrace } from '../watch/reading.ts';
import { cleanText } from './clean-text.ts';

/**
 * What the headers of any answer tell, whatever its status: fields of the reading that it becomes.
 *
 * @param now in milliseconds since the epoch
 */
export function readAnswerHeaders(
  headers: Headers,
  now: number,
): Pick<Reading, 'trace' | 'retryAfterMs' | 'remainingReads'> {
  const retryAfterMs = readRetryAfter(headers, now);
  const remainingReads = readRemainingReads(headers);
  return {
    trace: readTrace(headers),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(remainingReads === undefined ? {} : { remainingReads }),
  };
}

/** The ids of an answer that Azure's support asks for. */
function readTrace(headers: Headers): RequestTrace {
  const requestId = traceId(headers.get('x-ms-request-id'));
  const correlationId = traceId(headers.get('x-ms-correlation-request-id'));
  return {
    ...(requestId === undefined ? {} : { requestId }),
    ...(correlationId === undefined ? {} : { correlationId }),
  };
}

function traceId(value: string | null): string | undefined {
  return cleanText(value ?? '', 100) || undefined;
}

/** No wish of Azure's keeps us from looking for longer than an hour. */
const LONGEST_MS = 60 * 60_000;
const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/**
 * How long an answer asks us to wait, in milliseconds from `now` (milliseconds since the epoch), from
 * 0 to an hour: `retry-after-ms`, `x-ms-retry-after-ms`, or `Retry-After` as seconds or as an HTTP
 * date (RFC 9110, 10.2.3), the first of them that makes sense.
 */
export function readRetryAfter(headers: Headers, now: number): number | undefined {
  const waitMs =
    waitOf(headers.get('retry-after-ms'), 1) ??
    waitOf(headers.get('x-ms-retry-after-ms'), 1) ??
    waitOf(headers.get('retry-after'), 1000) ??
    untilDate(headers.get('retry-after'), now);
  return waitMs === undefined ? undefined : Math.min(Math.max(0, waitMs), LONGEST_MS);
}

function waitOf(value: string | null, unitMs: number): number | undefined {
  if (value === null || !/^\d{1,15}(?:\.\d{1,9})?$/.test(value)) return undefined;
  return Math.ceil(Number(value) * unitMs);
}

function untilDate(value: string | null, now: number): number | undefined {
  if (value === null || !HTTP_DATE.test(value)) return undefined;
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : at - now;
}

/** What is left to the bot's identity, and to all identities together (`global`). */
const HEADERS = [
  'x-ms-ratelimit-remaining-subscription-reads',
  'x-ms-ratelimit-remaining-subscription-global-reads',
];

/**
 * How many more reads of its subscription an answer says that ARM allows at the moment: the smaller
 * count where it tells both. Undefined where it tells none that makes sense, a whole number below 10⁹.
 */
export function readRemainingReads(headers: Headers): number | undefined {
  const counts = HEADERS.flatMap((name) => {
    const value = headers.get(name) ?? '';
    return /^\d{1,9}$/.test(value) ? [Number(value)] : [];
  });
  return counts.length === 0 ? undefined : Math.min(...counts);
}
