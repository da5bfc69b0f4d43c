import { Redis } from 'ioredis';
import { expect, onTestFinished, test } from 'vitest';
import { startCluster } from './start-cluster.ts';

const KEY = '{mysqlop}:key';

test('only the owner of a slot takes its keys, and a failover moves them', async () => {
  const cluster = await startCluster();
  onTestFinished(cluster.stop);
  const owner = await cluster.ownerOf(KEY);
  const redis = new Redis(owner.url);
  onTestFinished(() => redis.disconnect());
  await redis.set(KEY, 'before');
  const strangers = cluster.nodes.filter((node) => node !== owner);
  for (const { admin } of strangers) {
    await expect(admin.get(KEY)).rejects.toThrow(/^MOVED \d+ 127\.0\.0\.1:/);
  }

  await cluster.failover();
  const promoted = await cluster.ownerOf(KEY);
  expect(promoted).not.toBe(owner);
  await expect(redis.set(KEY, 'after')).rejects.toThrow(`127.0.0.1:${promoted.port}`);
  expect(await promoted.admin.get(KEY)).toBe('before');

  expect(await cluster.killPrimary()).toBe(promoted);
  expect(await cluster.ownerOf(KEY)).toBe(owner);
  expect(await redis.get(KEY)).toBe('before');

  await promoted.restart();
  await expect(promoted.admin.get(KEY)).rejects.toThrow('MOVED');
});
