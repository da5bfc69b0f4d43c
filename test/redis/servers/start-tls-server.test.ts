import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { startServer } from './start-server.ts';
import { startTlsServer, type TlsServer } from './start-tls-server.ts';

let server: TlsServer;
let strict: TlsServer;

beforeAll(async () => {
  const starts = [startTlsServer(), startTlsServer({ asksForCertificates: true })] as const;
  [server, strict] = await Promise.all(starts);
});

afterAll(async () => {
  await Promise.all([server.stop(), strict.stop()]);
});

/** The first thing that goes wrong, or what a PING is answered. */
async function outcome(url: string, tls?: ConnectionOptions): Promise<string> {
  const redis = new Redis(url, {
    retryStrategy: null,
    connectTimeout: 1000,
    ...(tls ? { tls } : {}),
  });
  onTestFinished(() => redis.disconnect());
  const failure = new Promise<string>((resolve) =>
    redis.once('error', ({ message }) => resolve(message)),
  );
  return await Promise.race([failure, redis.ping().catch(() => failure)]);
}

describe('by TLS', () => {
  test('a server answers those who know its authority, and nobody else', async () => {
    const { url, certificates } = server;
    const ca = readFileSync(certificates.authority);
    expect(await outcome(url, { ca })).toBe('PONG');
    const otherCa = readFileSync(certificates.otherAuthority);
    expect(await outcome(url, { ca: otherCa })).toContain('self-signed certificate');
    expect(await outcome(url)).toContain('self-signed certificate');
  });

  test('a server that asks for certificates answers those who have one', async () => {
    const { url, certificates } = strict;
    const ca = readFileSync(certificates.authority);
    const cert = readFileSync(certificates.client);
    const key = readFileSync(certificates.clientKey);
    expect(await outcome(url, { ca, cert, key })).toBe('PONG');
    expect(await outcome(url, { ca })).not.toBe('PONG');
  });

  test('a plain client gets nowhere, nor does TLS at a plain port', async () => {
    expect(await outcome(server.url.replace('rediss:', 'redis:'))).not.toBe('PONG');
    const plain = await startServer();
    onTestFinished(plain.stop);
    expect(await outcome(plain.url, {})).not.toBe('PONG');
  });
});
