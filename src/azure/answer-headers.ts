import type { Reading } from '../watch/reading.ts';
import { readRemainingReads } from './remaining-reads.ts';
import { readRetryAfter } from './retry-after.ts';
import { readTrace } from './trace.ts';

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
