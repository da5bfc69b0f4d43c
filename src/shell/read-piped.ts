import { addAbortSignal, type Readable } from 'node:stream';

const MOST_BYTES = 1024 * 1024;

/** All that is piped in, 1 MB of it at most; undefined where it is more. Rejects where `signal` ends it. */
export async function readPiped(input: Readable, signal: AbortSignal): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of addAbortSignal(signal, input)) {
    const buffer = Buffer.from(chunk);
    bytes += buffer.length;
    if (bytes > MOST_BYTES) return undefined;
    chunks.push(buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}
