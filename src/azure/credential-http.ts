import {
  createHttpHeaders,
  type HttpClient,
  type PipelineRequest,
  type PipelineResponse,
} from '@azure/core-rest-pipeline';
import type { Dispatcher } from 'undici';
import { startTimeLimit } from './time-limit.ts';

/** Where the credential itself sets no limit. */
const LONGEST_MS = 30_000;

/**
 * In place of the HTTP client of `@azure/identity`, which reads proxies from the environment by itself:
 * it knows `NO_PROXY` in another spelling and sends what is for the identity endpoint to the proxy, too.
 */
export function createCredentialHttp(dispatcher: Dispatcher): HttpClient {
  return {
    async sendRequest(request) {
      const limit = startTimeLimit(request.timeout || LONGEST_MS, signalOf(request));
      try {
        return await send(dispatcher, request, limit.signal);
      } finally {
        limit.release();
      }
    },
  };
}

async function send(
  dispatcher: Dispatcher,
  request: PipelineRequest,
  signal: AbortSignal,
): Promise<PipelineResponse> {
  const url = new URL(request.url);
  const { body = null } = request;
  if (body !== null && typeof body !== 'string') throw new TypeError('A sign-in sends text only.');
  const {
    statusCode,
    headers,
    body: answer,
  } = await dispatcher.request({
    origin: url.origin,
    path: `${url.pathname}${url.search}`,
    method: request.method,
    headers: { ...request.headers.toJSON(), 'accept-encoding': 'identity' },
    body,
    signal,
  });
  const received = createHttpHeaders();
  for (const [name, value = ''] of Object.entries(headers)) {
    received.set(name, [value].flat().join(', '));
  }
  return { request, status: statusCode, headers: received, bodyAsText: await answer.text() };
}

/** The credential's own kind of signal as the standard's. */
function signalOf({ abortSignal }: PipelineRequest): AbortSignal | undefined {
  if (!abortSignal) return undefined;
  const controller = new AbortController();
  if (abortSignal.aborted) controller.abort();
  abortSignal.addEventListener('abort', () => controller.abort());
  return controller.signal;
}
