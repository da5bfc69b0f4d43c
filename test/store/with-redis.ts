import type { Redis } from 'ioredis';
import { startRedis } from '../../src/sandbox/redis/start-redis.ts';
import { connectForJobs } from '../../src/store/redis-connection.ts';

export interface TestRedis {
  readonly redis: Redis;
  stop(): Promise<void>;
}

/** A real Redis of the test file's own, and a connection that knows our scripts. */
export async function startTestRedis(): Promise<TestRedis> {
  const server = await startRedis();
  const redis = connectForJobs(server.url, (error) => {
    throw error;
  });
  return {
    redis,
    async stop() {
      redis.disconnect();
      await server.stop();
    },
  };
}
