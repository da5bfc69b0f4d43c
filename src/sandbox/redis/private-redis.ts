import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RedisInstance } from 'redis-memory-server';
import { freePort } from '../free-port.ts';
import { redisServerPath } from './redis-server-path.ts';

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
 * Starts a real redis-server of our own, with a folder of its own.
 *
 * @param port default: a free one
 * @param settings more of its command line
 * @throws with the commands that get one, where the machine has none
 */
export async function startPrivateRedis({
  port,
  settings = [],
}: {
  readonly port?: number;
  readonly settings?: readonly string[];
} = {}): Promise<SandboxRedis> {
  const folder = await mkdtemp(join(tmpdir(), 'mysqlop-redis-'));
  const removeFolder = () => rm(folder, { recursive: true, force: true });
  const ownPort = port ?? (await freePort());
  const systemBinary = redisServerPath();
  try {
    const instance = await RedisInstance.run({
      instance: {
        ip: '127.0.0.1',
        port: ownPort,
        args: ['--dir', folder, '--maxmemory-policy', 'noeviction', ...settings],
      },
      binary: systemBinary ? { systemBinary } : {},
      // Ctrl-C is for us alone: the bot must not lose its Redis before it has stopped.
      spawn: { detached: true },
    });
    return {
      url: `redis://127.0.0.1:${ownPort}`,
      async stop() {
        await instance.kill();
        await removeFolder();
      },
    };
  } catch (cause) {
    await removeFolder();
    throw new Error(ADVICE, { cause });
  }
}
