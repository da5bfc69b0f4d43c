import { Redis } from 'ioredis';
import { startPrivateRedis } from '../../../src/sandbox/redis/private-redis.ts';
import { STEPS } from '../../redis/steps/all-steps.ts';

const DATABASES = 16;

/** A redis-server of the test file's own, with a database for each test that runs at the moment. */
export async function startDatabases() {
  const server = await startPrivateRedis();
  await loadSteps(server.url);
  const free = Array.from({ length: DATABASES }, (_, index) => `${server.url}/${index}`);
  return {
    async use<Given>(work: (redisUrl: string) => Promise<Given>): Promise<Given> {
      const url = free.pop();
      if (url === undefined) throw new Error('More tests at once than databases');
      try {
        return await work(url);
      } finally {
        free.push(url);
      }
    },
    stop: () => server.stop(),
  };
}

/** A script that Redis does not know yet is sent twice, and the steps of two lives would differ. */
async function loadSteps(url: string): Promise<void> {
  const redis = new Redis(url);
  for (const step of STEPS) await redis.script('LOAD', step.lua);
  redis.disconnect();
}
