import { Redis } from 'ioredis';
import { expect, onTestFinished, test } from 'vitest';
import { startSentinels } from './start-sentinels.ts';

test('Sentinels lead to the primary, whichever it is', async () => {
  const group = await startSentinels();
  onTestFinished(group.stop);
  const first = await group.primary();
  const redis = new Redis({
    name: group.name,
    sentinels: group.sentinels.map(({ port }) => ({ host: '127.0.0.1', port })),
    sentinelRetryStrategy: () => 50,
    retryStrategy: () => 50,
    maxRetriesPerRequest: null,
    reconnectOnError: () => 2,
  });
  redis.on('error', () => undefined);
  onTestFinished(() => redis.disconnect());
  await redis.set('key', 'first');

  await group.failover();
  const second = await group.primary();
  expect(second).not.toBe(first);
  await redis.set('key', 'second');
  expect(await second.admin.get('key')).toBe('second');
  await expect(first.admin.set('key', 'first')).rejects.toThrow('READONLY');

  expect(await group.killPrimary()).toBe(second);
  await redis.set('key', 'third');
  expect(await first.admin.get('key')).toBe('third');
});

test('a Sentinel itself has no keys', async () => {
  const { sentinels, stop } = await startSentinels();
  onTestFinished(stop);
  await expect(sentinels[0]?.admin.get('key')).rejects.toThrow("unknown command 'get'");
});
