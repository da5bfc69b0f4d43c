import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { type RedisProxy, startProxy } from './start-proxy.ts';
import { type RunningServer, startServer } from './start-server.ts';

let server: RunningServer;

beforeAll(async () => {
  server = await startServer();
});

afterAll(async () => {
  await server.stop();
});

async function proxyTo({ port }: RunningServer): Promise<RedisProxy> {
  const proxy = await startProxy(port);
  onTestFinished(proxy.stop);
  return proxy;
}

function client({ url }: RedisProxy, options = {}): Redis {
  const redis = new Redis(url, { retryStrategy: null, maxRetriesPerRequest: 0, ...options });
  redis.on('error', () => undefined);
  onTestFinished(() => redis.disconnect());
  return redis;
}

test('connections that are swallowed get no answer and no end, while new ones work', async () => {
  const proxy = await proxyTo(server);
  const old = client(proxy, { commandTimeout: 100 });
  await old.ping();
  proxy.swallow();
  await expect(old.ping()).rejects.toThrow('timed out');
  expect(old.status).toBe('ready');
  expect(await client(proxy).ping()).toBe('PONG');
});

test('new connections are swallowed until they are accepted again', async () => {
  const proxy = await proxyTo(server);
  const old = client(proxy);
  await old.ping();
  proxy.swallowNew();
  await expect(client(proxy, { commandTimeout: 100 }).ping()).rejects.toThrow('timed out');
  expect(await old.ping()).toBe('PONG');
  await proxy.accept();
  expect(await client(proxy).ping()).toBe('PONG');
});

test('new connections are refused until they are accepted again', async () => {
  const proxy = await proxyTo(server);
  const old = client(proxy);
  await old.ping();
  proxy.refuse();
  await expect(client(proxy, { lazyConnect: true }).connect()).rejects.toThrow();
  expect(await old.ping()).toBe('PONG');
  await proxy.accept();
  expect(await client(proxy).ping()).toBe('PONG');
});

test('a name that moves takes new connections along, and not the old', async () => {
  const other = await startServer();
  onTestFinished(other.stop);
  const proxy = await proxyTo(server);
  const old = client(proxy);
  await old.set('where', 'old');
  proxy.moveTo(other.port);
  const young = client(proxy);
  await young.set('where', 'young');
  expect(await old.get('where')).toBe('old');
  proxy.cut();
  expect(proxy.connections.map(({ isOpen }) => isOpen)).toEqual([false, false]);
});

test('answers come later, and in their order', async () => {
  const proxy = await proxyTo(server);
  const redis = client(proxy);
  await redis.ping();
  proxy.delay(50);
  const askedAt = performance.now();
  const answers = Array.from({ length: 3 }, () => redis.incr('counter'));
  expect(await Promise.all(answers)).toEqual([1, 2, 3]);
  expect(performance.now() - askedAt).toBeGreaterThan(90);
});

test('what was sent is counted, by connection and word', async () => {
  const proxy = await proxyTo(server);
  const redis = client(proxy);
  await redis.set('key', 'get');
  await redis.get('key');
  await client(proxy, { password: 'wrong' })
    .ping()
    .catch(() => undefined);
  const [first, second] = proxy.connections;
  expect(first?.timesSent('GET')).toBe(2);
  expect(first?.timesSent('AUTH')).toBe(0);
  expect(second?.timesSent('AUTH')).toBe(1);
  expect(first?.bytesSent).toBeGreaterThan(20);
  expect(first?.bytesReceived).toBeGreaterThan(20);
});
