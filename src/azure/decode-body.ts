import { promisify } from 'node:util';
import {
  brotliDecompress,
  gunzip,
  type InputType,
  inflate,
  inflateRaw,
  type ZlibOptions,
  zstdDecompress,
} from 'node:zlib';
import { AnswerTooLarge } from './answer-too-large.ts';

type Decode = (bytes: InputType, options: Pick<ZlibOptions, 'maxOutputLength'>) => Promise<Buffer>;

const zlib: Decode = promisify(inflate);
const bareDeflate: Decode = promisify(inflateRaw);

const DECODERS: ReadonlyMap<string, Decode> = new Map<string, Decode>([
  ['gzip', promisify(gunzip)],
  ['x-gzip', promisify(gunzip)],
  ['br', promisify(brotliDecompress)],
  ['zstd', promisify(zstdDecompress)],
  // Some send it without the header of RFC 1950, which the name stands for.
  ['deflate', (bytes, options) => zlib(bytes, options).catch(() => bareDeflate(bytes, options))],
]);

/** Nobody in good faith packs a body more often. */
const MOST_LAYERS = 2;

/**
 * A body as it was before somebody on the way compressed it, which we never ask for. A body whose encoding
 * nobody knows is left as it is.
 *
 * @param contentEncoding the header; where it is lost, gzip is known by its first bytes
 * @throws AnswerTooLarge as soon as it is longer than `maxBytes`; otherwise zlib's error (code `Z_…`)
 */
export async function decodeBody(
  bytes: Uint8Array<ArrayBuffer>,
  contentEncoding: string | null,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const named = (contentEncoding ?? '')
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity');
  const isBareGzip = named.length === 0 && bytes[0] === 0x1f && bytes[1] === 0x8b;
  const layers = (isBareGzip ? ['gzip'] : named).map((name) => DECODERS.get(name)).reverse();
  if (layers.length > MOST_LAYERS || bytes.length === 0) return bytes;
  let decoded: Uint8Array<ArrayBuffer> = bytes;
  for (const decode of layers) {
    if (decode === undefined) return bytes;
    decoded = new Uint8Array(await bounded(decode, decoded, maxBytes));
  }
  return decoded;
}

async function bounded(decode: Decode, bytes: InputType, maxBytes: number): Promise<Buffer> {
  try {
    return await decode(bytes, { maxOutputLength: maxBytes });
  } catch (error) {
    if (error instanceof RangeError) throw new AnswerTooLarge(maxBytes);
    throw error;
  }
}
