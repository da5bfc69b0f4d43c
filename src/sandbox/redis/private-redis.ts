import { mkdtemp, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { RedisMemoryServer } from 'redis-memory-server';

export interface SandboxRedis {
  readonly url: string;
  /** Leaves nothing behind. May be called again. */
  stop(): Promise<void>;
}

const ADVICE = `There is no redis-server on this machine, and none could be built. Please do one of:
  apt install redis-server
  brew install redis
  docker run --rm -p 6379:6379 redis:7 --maxmemory-policy noeviction
    and then set REDIS_URL=redis://127.0.0.1:6379`;

/**
 * Starts a real redis-server of our own on a free port, with a folder of its own.
 *
 * @throws with the commands that get one, where the machine has none
 */
export async function startPrivateRedis(): Promise<SandboxRedis> {
  const folder = await mkdtemp(join(tmpdir(), 'mysqlop-redis-'));
  const systemBinary = findOnPath('redis-server');
  const server = new RedisMemoryServer({
    instance: { args: ['--dir', folder, '--maxmemory-policy', 'noeviction'] },
    binary: systemBinary ? { systemBinary } : {},
    autoStart: false,
  });
  const removeFolder = () => rm(folder, { recursive: true, force: true });
  try {
    await server.start();
  } catch (cause) {
    await removeFolder();
    throw new Error(ADVICE, { cause });
  }
  return {
    url: `redis://${await server.getHost()}:${await server.getPort()}`,
    async stop() {
      await server.stop();
      await removeFolder();
    },
  };
}

function findOnPath(name: string): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.map((folder) => join(folder, name)).find((file) => existsSync(file));
}
