import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { HTTPModuleFunctions, type HTTPReceiver } from '@slack/bolt';
import type { Logger } from 'pino';
import * as v from 'valibot';

/**
 * Commands take a few KB, a form repeats itself and what was pasted into it, and a shortcut on a message the whole
 * message, of 40,000 characters and as much again in blocks, percent-encoded.
 */
const LARGEST_BODY_BYTES = 512 * 1024;
/** Slack itself waits for 3 s; who sends more slowly than this only wants to keep a connection. */
const REQUEST_WITHIN_MS = 10_000;
const MOST_CONNECTIONS = 200;
/** Slack gives us 3 s. Node looks for slow clients no longer once we close. */
const ANSWERED_WITHIN_MS = 5000;

export interface RequestServer {
  /** @throws where the port can't be had */
  start(): Promise<void>;
  close(): Promise<void>;
  problem(): string | undefined;
}

export interface RequestServerOptions {
  readonly receiver: Pick<HTTPReceiver, 'requestListener'>;
  readonly signingSecret: string;
  readonly host: string;
  readonly port: number;
  readonly log: Logger;
}

/**
 * Takes Slack's requests and hands those to Bolt that are signed and hold an object. Bolt's own server takes
 * 4 MB before it looks at the signature, and anything else than an object would end the process.
 */
export function createRequestServer(options: RequestServerOptions): RequestServer {
  const { receiver, host, port, log } = options;
  const server = createServer(
    {
      requestTimeout: REQUEST_WITHIN_MS,
      headersTimeout: REQUEST_WITHIN_MS / 2,
      keepAliveTimeout: REQUEST_WITHIN_MS / 2,
      connectionsCheckingInterval: 1000,
    },
    (request, response) => void serve(request, response),
  );
  server.maxConnections = MOST_CONNECTIONS;

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const refusal = await whyRefused(request, options);
      // Bolt throws at once for a path that it does not know.
      if (!refusal) return receiver.requestListener(request, response);
      log.warn({ event: 'slack.request_refused', ...refusal });
      refuse(response, refusal.status);
    } catch (error) {
      log.warn({ event: 'slack.request_refused', status: 404, detail: words(error) });
      refuse(response, 404);
    }
  }

  return {
    async start() {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject).listen(port, host, resolve);
      });
    },
    close: () =>
      new Promise((resolve) => {
        const late = setTimeout(() => server.closeAllConnections(), ANSWERED_WITHIN_MS);
        server.close(() => {
          clearTimeout(late);
          resolve();
        });
        server.closeIdleConnections();
      }),
    problem: () => (server.listening ? undefined : 'not listening for requests from Slack'),
  };
}

interface RequestRefusal {
  readonly status: number;
  readonly detail: string;
}

const RequestBody = v.record(v.string(), v.unknown());

async function whyRefused(
  request: IncomingMessage,
  { signingSecret }: RequestServerOptions,
): Promise<RequestRefusal | undefined> {
  const length = Number(request.headers['content-length'] ?? 0);
  if (length > LARGEST_BODY_BYTES) return { status: 413, detail: 'the body is too large' };
  const verified = await HTTPModuleFunctions.parseAndVerifyHTTPRequest(
    { signingSecret, bodyLimit: LARGEST_BODY_BYTES },
    request,
  ).catch((error: unknown): RequestRefusal => {
    const isTooLarge = HTTPModuleFunctions.isRawBodyError(error) && error.statusCode === 413;
    return { status: isTooLarge ? 413 : 401, detail: words(error) };
  });
  if ('detail' in verified) return verified;
  try {
    const body: unknown = HTTPModuleFunctions.parseHTTPRequestBody(verified);
    // Of an array, a record has the indices.
    return v.is(RequestBody, body) && !Array.isArray(body)
      ? undefined
      : { status: 400, detail: 'the body holds no object' };
  } catch (error) {
    return { status: 400, detail: words(error) };
  }
}

function refuse(response: ServerResponse, status: number): void {
  if (response.headersSent) return;
  // What is left of its body is not read.
  response.writeHead(status, { connection: 'close' }).end();
}

function words(error: unknown): string {
  return error instanceof Error ? error.message.slice(0, 200) : 'unknown';
}
