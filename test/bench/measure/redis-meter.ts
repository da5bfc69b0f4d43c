import type { Redis } from 'ioredis';

/** What Redis itself says of its process: its number, and the bytes it uses for all that it keeps. */
export async function redisPid(redis: Redis): Promise<number> {
  return await fieldOf(redis, 'server', 'process_id');
}

export async function usedBytes(redis: Redis): Promise<number> {
  return await fieldOf(redis, 'memory', 'used_memory');
}

async function fieldOf(redis: Redis, section: string, name: string): Promise<number> {
  const info = await redis.info(section);
  return Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(info)?.[1]);
}
