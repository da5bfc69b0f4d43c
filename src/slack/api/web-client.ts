import { type FetchFunction, WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import { withReadableRetryAfter } from './readable-retry-after.ts';
import { slackLogger } from './slack-logger.ts';

/** Shorter than a stop may take, which waits for a post under way. */
const CALL_TIMEOUT_MS = 8000;

/**
 * A client for posts and edits. It never tries again by itself: a retried `chat.postMessage` posts
 * twice, and a 429 would pause all methods instead of one.
 */
export function createWebClient(
  botToken: string,
  apiUrl: string,
  log: Logger,
  fetch: FetchFunction = globalThis.fetch,
): WebClient {
  return new WebClient(botToken, {
    slackApiUrl: apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: CALL_TIMEOUT_MS,
    allowAbsoluteUrls: false,
    logger: slackLogger(log),
    fetch: withReadableRetryAfter(fetch),
  });
}
