import { Agent, type Dispatcher } from 'undici';
import { AnswerTooLarge } from './answer-too-large.ts';
import { decodeBody } from './decode-body.ts';

export type Fetch = (input: Request | URL | string, init?: RequestInit) => Promise<Response>;

/** Opens connections: directly, or through a proxy. */
export type OpenPool = (options: Agent.Options) => Dispatcher;

export interface PooledFetch {
  readonly fetch: Fetch;
  /** Lets running requests end, then closes the connections. May be called again. */
  close(): Promise<void>;
}

/** An answer of these may have no body, says the Fetch standard. */
const BODILESS = new Set([204, 205, 304]);
/** undici's own 4 s would end before the next poll of a single watch. A server's hint goes first. */
const KEEP_ALIVE_MS = 30_000;

/**
 * A `fetch` for bodiless requests over kept connections that can be closed. It follows no redirect,
 * asks for no compression but undoes it, and resolves only when the whole answer is there, which rejects with
 * AnswerTooLarge as soon as it is longer than `maxBodyBytes`. A read over it takes about a fifth less
 * CPU time than over Node's own.
 */
export function createPooledFetch({
  maxBodyBytes,
  openPool = (options) => new Agent(options),
}: {
  readonly maxBodyBytes: number;
  readonly openPool?: OpenPool | undefined;
}): PooledFetch {
  const agent = openPool({ keepAliveTimeout: KEEP_ALIVE_MS, allowH2: false });
  let closed: Promise<void> | undefined;

  async function pooledFetch(input: Request | URL | string, init?: RequestInit): Promise<Response> {
    const request = input instanceof Request ? input : new Request(input, init);
    const url = new URL(request.url);
    const { statusCode, headers, body } = await agent.request({
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      method: 'GET',
      headers: { ...Object.fromEntries(request.headers), 'accept-encoding': 'identity' },
      signal: request.signal,
    });
    const sent = await readBounded(body, maxBodyBytes);
    const answered = responseHeaders(headers);
    const bytes = await decodeBody(sent, answered.get('content-encoding'), maxBodyBytes);
    answered.delete('content-encoding');
    answered.delete('content-length');
    return new Response(BODILESS.has(statusCode) ? null : bytes, {
      status: statusCode,
      headers: answered,
    });
  }

  async function close(): Promise<void> {
    closed ??= agent.close();
    await closed;
  }

  return { fetch: pooledFetch, close };
}

async function readBounded(
  body: AsyncIterable<Uint8Array<ArrayBuffer>>,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  // Leaving the loop destroys the stream, and with it the connection.
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > maxBytes) throw new AnswerTooLarge(maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function responseHeaders(raw: Record<string, string | string[] | undefined>): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(raw)) {
    for (const one of [value ?? []].flat()) headers.append(name, one);
  }
  return headers;
}
