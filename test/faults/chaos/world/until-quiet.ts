import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { leftovers } from '../checks/leftovers.ts';
import type { RedisKey } from '../checks/observation.ts';
import type { ChaosWorld } from './chaos-world.ts';
import { redisKeys } from './redis-keys.ts';

const LOOK_EVERY_MS = 500;
/** A call to Slack may still be on its way when Redis owes nothing more. */
const SILENCE_MS = 2_000;

/** Waits until nothing is owed and Slack is left alone, or the time is over; gives what Redis holds. */
export async function untilQuiet(
  { redis, slack }: ChaosWorld,
  withinMs: number,
): Promise<readonly RedisKey[]> {
  const client = new Redis(redis.url);
  client.on('error', () => undefined);
  const deadline = Date.now() + withinMs;
  try {
    for (;;) {
      const keys = await redisKeys(client);
      const isSilent = Date.now() - (slack.calls.at(-1)?.at ?? 0) > SILENCE_MS;
      if ((isSilent && leftovers(keys).length === 0) || Date.now() > deadline) return keys;
      await delay(LOOK_EVERY_MS);
    }
  } finally {
    client.disconnect();
  }
}
