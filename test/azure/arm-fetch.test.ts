import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:tls';
import {
  brotliCompressSync,
  deflateRawSync,
  deflateSync,
  gzipSync,
  zstdCompressSync,
} from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AnswerTooLarge } from '../../src/azure/answer-too-large.ts';
import type { ArmFetch } from '../../src/azure/arm-fetch.ts';
import { createOperationReader } from '../../src/azure/operation-reader.ts';
import { createPlainFetch } from '../../src/azure/plain-fetch.ts';
import { createPooledFetch } from '../../src/azure/pooled-fetch.ts';
import { staticToken } from '../../src/azure/static-token.ts';
import { CERTIFICATE, KEY } from '../config/certificates.ts';
import { type RawServer, startRawServer } from './raw-server.ts';

const reference = {
  subscriptionId: '5a0d1c2e-3b4f-4a6d-8c7e-9f0a1b2c3d4e',
  location: 'westus',
  operationId: 'b1f6c3de-0123-4567-89ab-cdef01234567',
};

let createFetch: (options?: { maxBodyBytes?: number }) => ArmFetch = createPooledFetch;

const closing: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of closing.splice(0).reverse()) await each.close();
});

async function serve(listener: RequestListener): Promise<{ server: RawServer; pool: ArmFetch }> {
  const server = await startRawServer(listener);
  const pool = createFetch({ maxBodyBytes: 1_000 });
  closing.push(server, pool);
  return { server, pool };
}

function readFrom(armEndpoint: string, timeoutMs = 10_000) {
  const reader = createOperationReader({
    armEndpoint,
    tokens: staticToken('token'),
    http: createFetch(),
    userAgent: 'mysqlop/test',
    timeoutMs,
  });
  closing.push(reader);
  return reader.read(reference);
}

describe.each([
  { kind: 'over undici’s pool', create: createPooledFetch },
  { kind: 'over Node’s own', create: createPlainFetch },
])('$kind', ({ create }) => {
  beforeEach(() => {
    createFetch = create;
  });

  describe('a fetch', () => {
    it('takes an answer of the largest size', async () => {
      const { server, pool } = await serve((_, response) => response.end('x'.repeat(1_000)));
      expect((await (await pool.fetch(server.url)).text()).length).toBe(1_000);
    });

    it('gives up on an endless answer as soon as it is too large', async () => {
      let sent = 0;
      const gone = Promise.withResolvers<unknown>();
      const { server, pool } = await serve((_, response) => {
        response.on('close', gone.resolve);
        const write = () => {
          while (!response.destroyed && response.write('x'.repeat(100))) sent += 100;
        };
        response.on('drain', write);
        write();
      });
      await expect(pool.fetch(server.url)).rejects.toThrow(AnswerTooLarge);
      await gone.promise;
      expect(sent).toBeLessThan(50_000_000);
    });

    it('does not ask for compression, nor follow redirects', async () => {
      const { server, pool } = await serve((request, response) => {
        response.writeHead(302, {
          location: '/elsewhere',
          'x-got': request.headers['accept-encoding'],
        });
        response.end();
      });
      const response = await pool.fetch(server.url);
      expect(response.status).toBe(302);
      expect(response.headers.get('x-got')).toBe('identity');
    });

    it.each([204, 304])('can receive %i', async (status) => {
      const { server, pool } = await serve((_, response) => response.writeHead(status).end());
      expect((await pool.fetch(server.url)).status).toBe(status);
    });

    it('ends with its signal', async () => {
      const asked = Promise.withResolvers<void>();
      const { server, pool } = await serve(() => asked.resolve());
      const stop = new AbortController();
      const fetched = pool.fetch(server.url, { signal: stop.signal });
      await asked.promise;
      stop.abort(new Error('enough'));
      await expect(fetched).rejects.toThrow('enough');
    });
  });

  describe('an answer that somebody compressed', () => {
    const text = '{"status":"Succeeded"}';
    const sent = (bytes: Uint8Array, encoding?: string) =>
      serve((_, response) => {
        response.writeHead(200, {
          'content-type': 'application/json',
          'content-length': bytes.length,
          ...(encoding === undefined ? {} : { 'content-encoding': encoding }),
        });
        response.end(bytes);
      });

    it.each([
      ['gzip', gzipSync(text)],
      ['GZIP', gzipSync(text)],
      ['x-gzip', gzipSync(text)],
      ['br', brotliCompressSync(text)],
      ['deflate', deflateSync(text)],
      ['deflate', deflateRawSync(text)],
      ['zstd', zstdCompressSync(text)],
      ['gzip, br', brotliCompressSync(gzipSync(text))],
      ['identity', Buffer.from(text)],
      [undefined, gzipSync(text)],
    ])('with %s is read', async (encoding, bytes) => {
      const { server } = await sent(bytes, encoding);
      expect(await readFrom(server.url)).toMatchObject({
        kind: 'snapshot',
        snapshot: { status: 'Succeeded' },
      });
    });

    it('is given up as soon as it is too large', async () => {
      const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024));
      expect(bomb.length).toBeLessThan(1024 * 1024);
      const { server } = await sent(bomb, 'gzip');
      const before = process.memoryUsage().arrayBuffers;
      expect(await readFrom(server.url)).toMatchObject({
        failure: 'invalid',
        explanation: expect.stringContaining('larger'),
      });
      expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50 * 1024 * 1024);
    });

    it.each([
      ['gzip', Buffer.from(text)],
      ['gzip', gzipSync(text).subarray(0, 20)],
      ['rot13', Buffer.from('!')],
    ])('with %s and broken passes', async (encoding, bytes) => {
      const { server } = await sent(bytes, encoding);
      expect(await readFrom(server.url)).toMatchObject({
        failure: 'transient',
        explanation: expect.stringMatching(/compressed and broken \(Z_[A-Z_]+\)|was not JSON/),
      });
    });
  });

  describe('a read over it', () => {
    it('finds an answer of more than 1 MB invalid', async () => {
      const { server } = await serve((_, response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ status: 'Succeeded', junk: 'x'.repeat(1024 * 1024) }));
      });
      expect(await readFrom(server.url)).toMatchObject({
        failure: 'invalid',
        explanation: expect.stringContaining('larger'),
      });
    });

    it('bounds the bodies of errors as well', async () => {
      const { server } = await serve((_, response) => {
        response.writeHead(403, { 'content-type': 'text/plain' });
        response.end('x'.repeat(3 * 1024 * 1024));
      });
      expect(await readFrom(server.url)).toMatchObject({ failure: 'invalid' });
    });

    it('limits the time of a body, not only of its headers', async () => {
      const { server } = await serve((_, response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.write('{"status":');
      });
      expect(await readFrom(server.url, 50)).toMatchObject({
        failure: 'transient',
        explanation: expect.stringContaining('within'),
      });
    });

    it('does not follow a redirect, so its token stays where it belongs', async () => {
      const { server: other } = await serve((_, response) => {
        reached = true;
        response.end('{"status":"Succeeded"}');
      });
      let reached = false;
      const { server } = await serve((_, response) => {
        response.writeHead(307, { location: other.url }).end();
      });
      expect(await readFrom(server.url)).toMatchObject({
        failure: 'transient',
        explanation: expect.stringContaining('redirect'),
      });
      expect(reached).toBe(false);
    });

    it('finds half an answer transient', async () => {
      const { server } = await serve((_, response) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
        response.write('{"status":"Succ', () => response.destroy());
      });
      expect(await readFrom(server.url)).toMatchObject({ failure: 'transient' });
    });
  });

  it('names the setting for a certificate that is not trusted', async () => {
    const server = createTlsServer({ cert: CERTIFICATE, key: KEY }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    expect(await readFrom(`https://localhost:${port}`)).toMatchObject({
      failure: 'transient',
      explanation: expect.stringMatching(/not trusted \([A-Z_]*CERT[A-Z_]*\).*NODE_EXTRA_CA_CERTS/),
    });
    server.close();
  });
});

describe('undici’s pool', () => {
  beforeEach(() => {
    createFetch = createPooledFetch;
  });

  it('keeps its connections', async () => {
    const { server, pool } = await serve((_, response) => response.end('yes'));
    for (let count = 0; count < 20; count += 1) {
      expect(await (await pool.fetch(server.url)).text()).toBe('yes');
    }
    // A second one opens where the first is not free again at once.
    expect(server.connections).toBeLessThanOrEqual(2);
  });

  it('undoes no more than two layers of compression', async () => {
    const packed = gzipSync(gzipSync(gzipSync('{"status":"Succeeded"}')));
    const { server } = await serve((_, response) => {
      const headers = {
        'content-type': 'application/json',
        'content-encoding': 'gzip, gzip, gzip',
      };
      response.writeHead(200, headers).end(packed);
    });
    expect(await readFrom(server.url)).toMatchObject({
      failure: 'transient',
      explanation: expect.stringContaining('was not JSON'),
    });
  });

  it('closes its connections', async () => {
    const { server, pool } = await serve((request, response) => {
      request.socket.on('close', gone.resolve);
      response.end('yes');
    });
    const gone = Promise.withResolvers<unknown>();
    await pool.fetch(server.url);
    await pool.close();
    await pool.close();
    await gone.promise;
    await expect(pool.fetch(server.url)).rejects.toThrow();
  });
});
