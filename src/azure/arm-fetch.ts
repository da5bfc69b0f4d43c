import { AnswerTooLarge } from './answer-too-large.ts';
import { decodeBody } from './decode-body.ts';

/**
 * A `fetch` for bodiless requests. It follows no redirect, asks for no compression but undoes it, and resolves
 * only when the whole answer is there, which rejects with AnswerTooLarge as soon as it is too long.
 */
export interface ArmFetch {
  readonly fetch: (input: Request | URL | string, init?: RequestInit) => Promise<Response>;
  /** Lets running requests end, then closes the connections. May be called again. */
  close(): Promise<void>;
}

/** Real answers take a few KB. */
export const LARGEST_ANSWER_BYTES = 1024 * 1024;

/** An answer of these may have no body, says the Fetch standard. */
const BODILESS = new Set([204, 205, 304]);

/** undici's own 4 s, and Node's 5, would end before the next poll of a single watch. A server's hint goes first. */
export const KEEP_ALIVE_MS = 30_000;

/**
 * The whole of an answer that begins to come, with its body as it was before anybody compressed it.
 *
 * @throws AnswerTooLarge as soon as its body is longer than `maxBytes`; otherwise zlib's error (code `Z_…`)
 */
export async function receive(
  { status, headers: raw, body }: ComingAnswer,
  maxBytes: number,
): Promise<Response> {
  const sent = await readBounded(body, maxBytes);
  const headers = new Headers();
  for (const [name, value] of Object.entries(raw)) {
    for (const one of [value ?? []].flat()) headers.append(name, one);
  }
  const bytes = await decodeBody(sent, headers.get('content-encoding'), maxBytes);
  headers.delete('content-encoding');
  headers.delete('content-length');
  return new Response(BODILESS.has(status) ? null : bytes, { status, headers });
}

interface ComingAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: AsyncIterable<Uint8Array<ArrayBuffer>>;
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
