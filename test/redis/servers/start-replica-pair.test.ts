import { Redis } from 'ioredis';
import { expect, onTestFinished, test } from 'vitest';
import { describeOn } from './describe-on.ts';
import { REDIS_KINDS } from './redis-binaries.ts';
import { startReplicaPair } from './start-replica-pair.ts';

for (const kind of REDIS_KINDS) {
  describeOn(kind, (binary) => {
    test('after a failover the old connections are to a replica, which refuses writes', async () => {
      const pair = await startReplicaPair({ binary });
      onTestFinished(pair.stop);
      const redis = new Redis(pair.primary().url);
      onTestFinished(() => redis.disconnect());
      await redis.set('key', 'before');

      const demoted = pair.primary();
      await pair.failover();
      expect(pair.replica()).toBe(demoted);
      await expect(redis.set('key', 'after')).rejects.toThrow('READONLY');
      await expect(redis.eval("redis.call('del', KEYS[1])", 1, 'key')).rejects.toThrow('READONLY');
      expect(await pair.primary().admin.get('key')).toBe('before');

      await pair.primary().admin.set('key', 'after');
      await pair.untilReplicated();
      expect(await redis.get('key')).toBe('after');
    });
  });
}

test('what was written while replication was held is lost by a failover', async () => {
  const pair = await startReplicaPair();
  onTestFinished(pair.stop);
  await pair.primary().admin.set('early', '1');
  await pair.untilReplicated();
  await pair.holdReplication();
  await pair.primary().admin.set('late', '1');
  await pair.failover();
  expect(await pair.primary().admin.mget('early', 'late')).toEqual(['1', null]);

  await pair.primary().admin.set('later', '1');
  await pair.failover();
  expect(await pair.primary().admin.mget('early', 'late', 'later')).toEqual(['1', null, '1']);
});

test('a restart brings back what each has become', async () => {
  const pair = await startReplicaPair();
  onTestFinished(pair.stop);
  await pair.failover();
  await pair.replica().kill();
  await pair.replica().restart();
  await expect(pair.replica().admin.set('key', '1')).rejects.toThrow('READONLY');
});

test('what is acknowledged until the primary dies is kept by the one that takes its place', async () => {
  const pair = await startReplicaPair();
  onTestFinished(pair.stop);
  const dying = pair.primary();
  const redis = new Redis(dying.url, { retryStrategy: null, maxRetriesPerRequest: 0 });
  redis.on('error', () => undefined);
  let acknowledged = await redis.incr('counter');
  const writeOn = async (): Promise<void> => {
    for (;;) acknowledged = await redis.incr('counter');
  };
  const writing = expect(writeOn()).rejects.toThrow();

  await pair.takeOver();
  await writing;
  expect(acknowledged).toBeGreaterThan(1);
  expect(await pair.primary().admin.get('counter')).toBe(String(acknowledged));

  expect(pair.replica()).toBe(dying);
  await pair.rejoin();
  await expect(dying.admin.set('key', '1')).rejects.toThrow('READONLY');
  expect(await dying.admin.get('counter')).toBe(String(acknowledged));
});
