import { availableParallelism, cpus, totalmem } from 'node:os';
import { Redis } from 'ioredis';
import { startPrivateRedis } from '../../../src/sandbox/redis/private-redis.ts';

/** Cores, processor, memory, and the versions of Node and Redis. */
export async function describeMachine(): Promise<string> {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor';
  const memory = Math.round(totalmem() / 2 ** 30);
  const versions = `Node ${process.versions.node}, Redis ${await redisVersion()}`;
  return `${availableParallelism()} cores (${model}), ${memory} GB, ${versions}`;
}

async function redisVersion(): Promise<string | undefined> {
  const server = await startPrivateRedis();
  const redis = new Redis(server.url);
  const info = await redis.info('server');
  redis.disconnect();
  await server.stop();
  return /^redis_version:(\S+)/m.exec(info)?.[1];
}
