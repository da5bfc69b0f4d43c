import type { IncomingMessage } from 'node:http';

const MOST_BYTES = 64 * 1024;

/** The whole body; `undefined` where it is larger than 64 KB. Rejects where the client goes away. */
export async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    // The rest is still read, so that the client gets to see the answer.
    if (size <= MOST_BYTES) chunks.push(bytes);
  }
  return size > MOST_BYTES ? undefined : Buffer.concat(chunks).toString('utf8');
}
