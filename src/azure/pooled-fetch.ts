import { Agent } from 'undici';
import { AnswerTooLarge } from './answer-too-large.ts';

export type Fetch = (input: Request | URL | string, init?: RequestInit) => Promise<Response>;

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
 * asks for no compression and resolves only when the whole answer is there, which rejects with
 * AnswerTooLarge as soon as it is longer than `maxBodyBytes`. A read over it takes about a fifth less
 * CPU time than over Node's own.
 */
export function createPooledFetch({
  maxBodyBytes,
}: {
  readonly maxBodyBytes: number;
}): PooledFetch {
  const agent = new Agent({ keepAliveTimeout: KEEP_ALIVE_MS, allowH2: false });

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
    const bytes = await readBounded(body, maxBodyBytes);
    return new Response(BODILESS.has(statusCode) ? null : bytes, {
      status: statusCode,
      headers: responseHeaders(headers),
    });
  }

  async function close(): Promise<void> {
    if (!agent.closed) await agent.close();
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
