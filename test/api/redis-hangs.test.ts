import { Redis } from 'ioredis';
import { expect, test } from 'vitest';
import { startPrivateRedis } from '../../src/sandbox/redis/private-redis.ts';
import { DBA } from '../e2e/start-test-world.ts';
import { startApiWorld } from './start-api-world.ts';

async function processOf(url: string): Promise<number> {
  const connection = new Redis(url);
  try {
    return Number(/^process_id:(\d+)/m.exec(await connection.info('server'))?.[1]);
  } finally {
    connection.disconnect();
  }
}

test('with a Redis that hangs, the answer is that within 3 s, and nothing is done later', async () => {
  const redis = await startPrivateRedis();
  const pid = await processOf(redis.url);
  const world = await startApiWorld({ REDIS_URL: redis.url });
  try {
    const body = { operation: world.azure.operation().progressUrl, channel: DBA };
    process.kill(pid, 'SIGSTOP');
    const headers = { 'idempotency-key': '"run-1"' };
    const askedAt = performance.now();
    const answers = await Promise.all([
      world.api('POST', '/v1/watches', { body, headers }),
      world.api('POST', '/v1/watches', { body }),
      world.api('GET', `/v1/watches?channel=${DBA}`),
    ]);
    expect(performance.now() - askedAt).toBeLessThan(3000);
    for (const answer of answers) {
      expect(answer).toMatchObject({
        status: 503,
        body: { detail: expect.stringMatching(/Redis does not answer/) },
      });
    }
    process.kill(pid, 'SIGCONT');
    await expect
      .poll(async () => await world.api('GET', `/v1/watches?channel=${DBA}`), { timeout: 20_000 })
      .toMatchObject({ status: 200, body: { watches: [] } });
    expect(world.azure.requests).toEqual([]);
  } finally {
    process.kill(pid, 'SIGCONT');
    await world.stop();
    await redis.stop();
  }
}, 60_000);
