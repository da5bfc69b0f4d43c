import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createOutgoing } from '../../src/outgoing/create-outgoing.ts';
import type { Outgoing } from '../../src/outgoing/outgoing.ts';
import {
  type HttpProxy,
  type ProxyFailed,
  proxyFailureIn,
} from '../../src/outgoing/proxy-failed.ts';
import { createThroughProxy } from '../../src/outgoing/through-proxy.ts';
import { type Certificates, makeCertificates } from '../redis/servers/make-certificates.ts';
import {
  type ConnectProxy,
  type ConnectProxyOptions,
  startConnectProxy,
} from './network/connect-proxy.ts';
import { startTlsFront, type TlsFront } from './network/tls-front.ts';

const HOST = 'slack.example.test';
const CREDENTIALS = { username: 'bot', password: 'pass/wörd@1' };

let folder: string;
let certificates: Certificates;
let server: Server;
let serverUrl: string;
let front: TlsFront;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outgoing-'));
  certificates = await makeCertificates(
    folder,
    `DNS:${HOST},DNS:localhost,IP:127.0.0.1,IP:127.0.0.2`,
  );
  setDefaultCACertificates([
    ...getCACertificates(),
    await readFile(certificates.authority, 'utf8'),
  ]);
  server = createServer((request, response) => response.end(`${request.method} ${request.url}`));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  serverUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  front = await startTlsFront(certificates, serverUrl);
});

afterAll(async () => {
  await front.close();
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true });
});

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of opened.splice(0).reverse()) await each.close();
});

async function proxyWith(options: Partial<ConnectProxyOptions> = {}): Promise<ConnectProxy> {
  const targets = { [`${HOST}:443`]: front.port };
  const proxy = await startConnectProxy({ targets, ...options });
  opened.push(proxy);
  return proxy;
}

function through(
  port: number,
  settings: Partial<HttpProxy> = {},
  now: () => number = Date.now,
): { readonly outgoing: Outgoing; readonly failures: ProxyFailed[] } {
  const failures: ProxyFailed[] = [];
  const outgoing = createThroughProxy({
    proxy: {
      origin: `http://127.0.0.1:${port}`,
      username: undefined,
      password: undefined,
      setting: 'HTTPS_PROXY',
      except: [],
      ...settings,
    },
    onFailure: (failure) => failures.push(failure),
    now,
  });
  opened.push(outgoing);
  return { outgoing, failures };
}

const get = async ({ fetch }: Outgoing, url: string) => await (await fetch(url)).text();
const failureOf = async (outgoing: Outgoing, url = `https://${HOST}/`) =>
  await get(outgoing, url).then(
    () => undefined,
    (error: unknown) => error,
  );

describe('with a proxy', () => {
  it('reaches a host that only the proxy can resolve, and shows it user and password', async () => {
    const proxy = await proxyWith({
      credentials: `${CREDENTIALS.username}:${CREDENTIALS.password}`,
    });
    const { outgoing } = through(proxy.port, CREDENTIALS);

    expect(await get(outgoing, `https://${HOST}/a?b=c`)).toBe('GET /a?b=c');
    expect(proxy.asked).toMatchObject([{ target: `${HOST}:443`, status: 200 }]);
    expect(proxy.other).toEqual([]);
    expect(outgoing.problem()).toBeUndefined();
  });

  it('speaks TLS with a proxy that does', async () => {
    const proxy = await proxyWith();
    const inTls = await startTlsFront(certificates, `http://127.0.0.1:${proxy.port}`);
    opened.push(inTls);
    const { outgoing } = through(1, { origin: `https://localhost:${inTls.port}` });

    expect(await get(outgoing, `https://${HOST}/y`)).toBe('GET /y');
    expect(proxy.asked).toMatchObject([{ target: `${HOST}:443` }]);
  });

  it('opens pools through it, too', async () => {
    const proxy = await proxyWith();
    const pool = through(proxy.port).outgoing.openPool?.({ allowH2: false });
    if (!pool) throw new Error('There is no pool.');
    const options = { origin: `https://${HOST}`, path: '/x', method: 'GET' } as const;

    for (const _ of [1, 2, 3, 4, 5, 6, 7, 8]) {
      const { body } = await pool.request(options);
      expect(await body.text()).toBe('GET /x');
    }
    await pool.close();
    // Tunnels are kept; one more is opened where the first is not free in the same moment.
    expect(proxy.asked.length).toBeLessThan(4);
  });

  it('sends what a client posts', async () => {
    const { outgoing } = through((await proxyWith()).port);
    const answer = await outgoing.fetch(`https://${HOST}/api`, { method: 'POST', body: 'a=b' });
    expect(await answer.text()).toBe('POST /api');
    const bytes = { method: 'POST', body: new Uint8Array([0, 255]) };
    expect(await (await outgoing.fetch(`https://${HOST}/up`, bytes)).text()).toBe('POST /up');
  });

  it('asks it for nothing on this machine, and for nothing in plain HTTP', async () => {
    const proxy = await proxyWith();
    const { outgoing } = through(proxy.port);

    expect(await get(outgoing, `${serverUrl}/plain`)).toBe('GET /plain');
    expect(await get(outgoing, `https://127.0.0.1:${front.port}/tls`)).toBe('GET /tls');
    expect(proxy.asked).toEqual([]);
  });

  it('reaches a host of NO_PROXY directly, and the same host through the proxy otherwise', async () => {
    const near = await startTlsFront(certificates, serverUrl, '127.0.0.2');
    opened.push(near);
    const target = `127.0.0.2:${near.port}`;
    const proxy = await proxyWith({ targets: { [target]: front.port } });

    const excepted = through(proxy.port, { except: ['other.example.test', '127.0.0.2'] });
    expect(await get(excepted.outgoing, `https://${target}/direct`)).toBe('GET /direct');
    expect(proxy.asked).toEqual([]);
    expect(near.names).toHaveLength(1);

    expect(await get(through(proxy.port).outgoing, `https://${target}/far`)).toBe('GET /far');
    expect(proxy.asked).toMatchObject([{ target }]);
    expect(near.names).toHaveLength(1);
  });
});

describe('a proxy that gives no way', () => {
  it.each([
    [
      { status: 407, username: 'bot' },
      'does not take the user and password that stand there (407)',
    ],
    [
      { status: 407, username: undefined },
      'asks for a user and a password (407), and none stand there',
    ],
    [{ status: 403, username: undefined }, `lets nothing through to ${HOST} (403)`],
    [{ status: 502, username: undefined }, `could not reach ${HOST} (502)`],
    [{ status: 503, username: undefined }, `could not reach ${HOST} (503)`],
  ])('is told in words: %o', async ({ status, username }, words) => {
    const proxy = await proxyWith({ refused: { [`${HOST}:443`]: status } });
    const { outgoing } = through(proxy.port, { username, password: username && 'secret-word' });

    const error = await failureOf(outgoing);
    expect(proxyFailureIn(error)?.message).toBe(`the proxy in HTTPS_PROXY ${words}`);
    expect(inspect(error, { depth: 20, showHidden: true })).not.toContain('secret-word');
    expect(outgoing.problem()).toBe(`${HOST}: the proxy in HTTPS_PROXY ${words}`);
  });

  it('is told when it is not there', async () => {
    const { outgoing } = through(1, { setting: 'HTTP_PROXY' });
    expect(proxyFailureIn(await failureOf(outgoing))?.message).toBe(
      'the proxy in HTTP_PROXY could not be reached (ECONNREFUSED)',
    );
  });

  it('is told when nobody trusts its certificate', async () => {
    const others = await makeCertificates(await mkdtemp(join(folder, 'other-')), 'DNS:a.test');
    const inTls = await startTlsFront({ ...certificates, ...others }, serverUrl);
    opened.push(inTls);
    const { outgoing } = through(1, { origin: `https://localhost:${inTls.port}` });
    expect(proxyFailureIn(await failureOf(outgoing))?.message).toBe(
      'the proxy in HTTPS_PROXY could not be reached (UNABLE_TO_VERIFY_LEAF_SIGNATURE)',
    );
  });

  it('is told when its own name can’t be resolved', async () => {
    const { outgoing } = through(1, { origin: 'http://proxy.invalid:8080' });
    expect(proxyFailureIn(await failureOf(outgoing))?.message).toMatch(
      /^the proxy in HTTPS_PROXY has a name that can’t be resolved \((?:ENOTFOUND|EAI_AGAIN)\)$/,
    );
  });

  it('is told when it does not answer', { timeout: 15_000 }, async () => {
    const proxy = await proxyWith({ refused: { [`${HOST}:443`]: 0 } });
    const { outgoing } = through(proxy.port);
    expect(proxyFailureIn(await failureOf(outgoing))?.message).toBe(
      'the proxy in HTTPS_PROXY did not answer in time',
    );
  });

  it('is told once for each host, and is no problem any more once it gives way', async () => {
    const refused: Record<string, number> = { [`${HOST}:443`]: 503 };
    const proxy = await proxyWith({ refused });
    const { outgoing, failures } = through(proxy.port);

    await failureOf(outgoing);
    await failureOf(outgoing);
    await failureOf(outgoing, 'https://other.example.test/');
    expect(failures.map(({ host }) => host)).toEqual([HOST, 'other.example.test']);

    delete refused[`${HOST}:443`];
    await get(outgoing, `https://${HOST}/`);
    expect(outgoing.problem()).toBe(
      'other.example.test: the proxy in HTTPS_PROXY could not reach other.example.test (502)',
    );
  });

  it('is forgotten to have done so after some minutes in which nobody asked for that host', async () => {
    let nowMs = 0;
    const { outgoing, failures } = through(1, {}, () => nowMs);
    await failureOf(outgoing);
    nowMs = 299_999;
    expect(outgoing.problem()).toBeDefined();
    nowMs = 300_000;
    expect(outgoing.problem()).toBeUndefined();
    await failureOf(outgoing);
    expect(failures).toHaveLength(2);
  });

  it('is not blamed for what a host itself does', async () => {
    const proxy = await proxyWith({ targets: { [`${HOST}:443`]: 1, 'a.test:443': front.port } });
    const { outgoing } = through(proxy.port);

    // The certificate is for another name.
    const error = await failureOf(outgoing, 'https://a.test/');
    expect(error).toBeInstanceOf(TypeError);
    expect(proxyFailureIn(error)).toBeUndefined();
  });
});

it('without a proxy, leaves clients their own ways', async () => {
  const outgoing = await createOutgoing({ proxy: undefined, onFailure: () => undefined });
  expect(outgoing.dispatcher).toBeUndefined();
  expect(await get(outgoing, `${serverUrl}/x`)).toBe('GET /x');
});
