import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { Redis } from 'ioredis';
import { describe, expect, onTestFinished, test } from 'vitest';
import { breakDisk } from './break-disk.ts';
import { describeOn } from './describe-on.ts';
import { REDIS_KINDS } from './redis-binaries.ts';
import { type RunningServer, type ServerOptions, startServer } from './start-server.ts';

const WRITE = "return redis.call('set', KEYS[1], '1')";
const BIG = 'x'.repeat(1_000_000);

async function server(options?: ServerOptions): Promise<RunningServer> {
  const started = await startServer(options);
  onTestFinished(started.stop);
  return started;
}

/** A client that gives up at once, so that what a server refuses is seen. */
function client(url: string, options = {}): Redis {
  const redis = new Redis(url, { retryStrategy: null, maxRetriesPerRequest: 0, ...options });
  redis.on('error', () => undefined);
  onTestFinished(() => redis.disconnect());
  return redis;
}

describe('a server', () => {
  test('keeps what it holds over its death', async () => {
    const { admin, kill, restart } = await server();
    await admin.set('key', 'value');
    await kill();
    await restart();
    expect(await admin.get('key')).toBe('value');
  });

  test('stands still and goes on', async () => {
    const { url, pause, resume } = await server();
    const redis = client(url, { commandTimeout: 100 });
    await redis.ping();
    pause();
    await expect(redis.ping()).rejects.toThrow('timed out');
    resume();
    expect(await redis.ping()).toBe('PONG');
  });

  test('knows users and passwords, and its administrator all the same', async () => {
    const { url, admin } = await server({
      settings: ['requirepass secret'],
      aclLines: ['reader on >word ~* +@all -set', 'scriptless on >word ~* +@all -eval'],
    });
    await expect(client(url).get('key')).rejects.toThrow('NOAUTH');

    const reader = client(url, { username: 'reader', password: 'word' });
    await expect(reader.set('key', '1')).rejects.toThrow('NOPERM');
    await expect(reader.eval(WRITE, 1, 'key')).rejects.toThrow(/can't run this command/);
    const scriptless = client(url, { username: 'scriptless', password: 'word' });
    await expect(scriptless.eval(WRITE, 1, 'key')).rejects.toThrow('NOPERM');
    expect(await admin.eval(WRITE, 1, 'key')).toBe('OK');
  });

  test('lets in no more clients than it was told', async () => {
    const { port, url, admin } = await server({ settings: ['maxclients 2'] });
    await client(url).ping();
    // A client that sends something at once may see its connection reset instead.
    const refusal = await text(connect(port, '127.0.0.1'));
    expect(refusal).toBe('-ERR max number of clients reached\r\n');
    expect(await admin.ping()).toBe('PONG');
  });

  test('has only the databases that it was told', async () => {
    const { admin } = await server({ settings: ['databases 2'] });
    await expect(admin.select(2)).rejects.toThrow('ERR DB index is out of range');
  });
});

for (const kind of REDIS_KINDS) {
  describeOn(kind, (binary) => {
    test('says its version, and runs scripts with all libraries', async () => {
      const { admin } = await server({ binary });
      const info = await admin.info('server');
      const version = /\d+(?:\.\d+)?$/.exec(kind)?.[0] ?? '';
      expect(info).toContain(
        `${kind.startsWith('valkey') ? 'valkey' : 'redis'}_version:${version}`,
      );
    });

    test('refuses writes for want of memory, of a disk, of replicas', async () => {
      const started = await server({ binary });
      const { admin } = started;
      const mend = await breakDisk(started);
      await expect(admin.set('key', '1')).rejects.toThrow('MISCONF');
      await expect(admin.eval(WRITE, 1, 'key')).rejects.toThrow('MISCONF');
      await mend();
      expect(await admin.eval(WRITE, 1, 'key')).toBe('OK');

      await admin.config('SET', 'min-replicas-to-write', '1');
      await expect(admin.set('key', '1')).rejects.toThrow('NOREPLICAS');
      await admin.config('SET', 'min-replicas-to-write', '0');

      await admin.set('key', BIG);
      await admin.config('SET', 'maxmemory', '1mb');
      await expect(admin.set('other', BIG)).rejects.toThrow('OOM');
      await expect(admin.eval(WRITE, 1, 'other')).rejects.toThrow(/OOM|maxmemory/);
    });
  });
}
