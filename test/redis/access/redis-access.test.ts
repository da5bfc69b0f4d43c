import { readFile } from 'node:fs/promises';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { RedisSettings } from '../../../src/redis/access/client.ts';
import { createRedisAccess } from '../../../src/redis/access/redis-access.ts';
import { startServer } from '../servers/start-server.ts';
import {
  startTlsServer,
  type TlsServer,
  type TlsServerOptions,
} from '../servers/start-tls-server.ts';
import { settingsOf } from '../with-redis.ts';

/** What is said of a Redis by connections of both kinds. */
function observe(settings: RedisSettings) {
  const kinds: string[] = [];
  const access = createRedisAccess(settings, { onFault: ({ kind }) => kinds.push(kind) });
  const connections = (['commands', 'jobs'] as const).map((use) => access.open(use));
  onTestFinished(() => {
    for (const connection of connections) connection.close();
  });
  const untilSaid = async (kind: string | undefined) =>
    await vi.waitFor(() => expect(access.fault()?.kind).toBe(kind), { timeout: 5_000 });
  return { access, kinds, untilSaid };
}

async function tlsServer(options?: TlsServerOptions): Promise<TlsServer> {
  const server = await startTlsServer(options);
  onTestFinished(server.stop);
  return server;
}

const pem = async (file: string) => await readFile(file, 'utf8');
const NO_TLS = { ca: undefined, cert: undefined, key: undefined };

describe('of a Redis with TLS', () => {
  test('nothing is said where both trust each other', async () => {
    const { url, certificates } = await tlsServer({ asksForCertificates: true });
    const { authority, client, clientKey } = certificates;
    const tls = { ca: await pem(authority), cert: await pem(client), key: await pem(clientKey) };
    const { kinds, untilSaid } = observe({ ...settingsOf(url), tls });
    await untilSaid(undefined);
    expect(kinds).toEqual([]);
  });

  test('it is said that its authority is not known', async () => {
    const { url } = await tlsServer();
    await observe({ ...settingsOf(url), tls: NO_TLS }).untilSaid('certificate');
  });

  test('it is said that its certificate is from another authority', async () => {
    const { url, certificates } = await tlsServer();
    const tls = { ...NO_TLS, ca: await pem(certificates.otherAuthority) };
    await observe({ ...settingsOf(url), tls }).untilSaid('certificate');
  });

  test('it is said that it asks for a certificate', async () => {
    const { url, certificates } = await tlsServer({ asksForCertificates: true });
    const tls = { ...NO_TLS, ca: await pem(certificates.authority) };
    await observe({ ...settingsOf(url), tls }).untilSaid('certificate');
  });

  test('it is said that it is to be spoken to by TLS', async () => {
    const { url } = await tlsServer();
    await observe(settingsOf(url)).untilSaid('ends-at-once');
  });
});

describe('of a Redis without TLS', () => {
  test('it is said that it speaks none', async () => {
    const { url, stop } = await startServer();
    onTestFinished(stop);
    await observe({ ...settingsOf(url), tls: NO_TLS }).untilSaid('not-tls');
  });
});

describe('of a Redis that takes no more clients', () => {
  test('that is said, though the words may come before a reset', async () => {
    const { url, admin, stop } = await startServer({ settings: ['maxclients 1'] });
    onTestFinished(stop);
    const { kinds, untilSaid } = observe(settingsOf(url));
    await untilSaid('no-room-for-clients');
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(new Set(kinds)).toEqual(new Set(['no-room-for-clients']));
    await admin.config('SET', 'maxclients', '100');
    await untilSaid(undefined);
  });
});

test('where a right is lacking that only workers need, those who ask have no part in it', async () => {
  const { url, admin, stop } = await startServer();
  onTestFinished(stop);
  await admin.call('ACL', 'SETUSER', 'default', '-bzpopmin');
  const access = createRedisAccess(settingsOf(url), { onFault: () => undefined });
  const commands = access.open('commands');
  onTestFinished(() => commands.close());
  await vi.waitFor(() => expect(access.fault()).toBeUndefined(), { timeout: 5_000 });
  const jobs = access.open('jobs');
  onTestFinished(() => jobs.close());
  await vi.waitFor(() => expect(access.fault()?.kind).toBe('not-permitted'), { timeout: 5_000 });
});
