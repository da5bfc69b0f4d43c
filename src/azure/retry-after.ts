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
    duration(headers.get('retry-after-ms'), 1) ??
    duration(headers.get('x-ms-retry-after-ms'), 1) ??
    duration(headers.get('retry-after'), 1000) ??
    untilDate(headers.get('retry-after'), now);
  return waitMs === undefined ? undefined : Math.min(Math.max(0, waitMs), LONGEST_MS);
}

function duration(value: string | null, unitMs: number): number | undefined {
  if (value === null || !/^\d{1,15}(?:\.\d{1,9})?$/.test(value)) return undefined;
  return Math.ceil(Number(value) * unitMs);
}

function untilDate(value: string | null, now: number): number | undefined {
  if (value === null || !HTTP_DATE.test(value)) return undefined;
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : at - now;
}
