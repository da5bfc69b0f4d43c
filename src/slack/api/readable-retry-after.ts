import type { FetchFunction } from '@slack/web-api';
import { UNSAID_PAUSE_MS } from './slack-failure.ts';

/**
 * Slack says with a 429 for how many seconds to wait; a proxy before it may say nothing, a word, or a date, as
 * HTTP allows. The client takes seconds alone, and anything else for an answer that is none: then nobody
 * would know that nothing was done.
 */
export function withReadableRetryAfter(fetch: FetchFunction): FetchFunction {
  return async (input, init) => {
    const response = await fetch(input, init);
    const said = response.headers.get('retry-after') ?? '';
    if (response.status !== 429 || /^\d+$/.test(said)) return response;
    const { status, statusText } = response;
    const headers = {
      'content-type': response.headers.get('content-type') ?? 'application/json',
      'retry-after': String(Math.ceil(pauseMs(said) / 1000)),
    };
    return new Response(await response.text(), { status, statusText, headers });
  };
}

function pauseMs(said: string): number {
  const leftMs = Date.parse(said) - Date.now();
  return leftMs > 0 ? leftMs : UNSAID_PAUSE_MS;
}
