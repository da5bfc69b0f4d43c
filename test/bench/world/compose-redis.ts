import { readFileSync } from 'node:fs';
import type { Redis } from 'ioredis';
import * as v from 'valibot';
import { parse } from 'yaml';

const Compose = v.object({
  services: v.object({ redis: v.object({ command: v.array(v.string()) }) }),
});

/** Gives a running Redis the settings of docker-compose.yml. */
export async function applyComposeSettings(redis: Redis): Promise<void> {
  const text = readFileSync(new URL('../../../docker-compose.yml', import.meta.url), 'utf8');
  const [, ...args] = v.parse(Compose, parse(text)).services.redis.command;
  for (let at = 0; at < args.length; at += 2) {
    await redis.config('SET', (args[at] ?? '').replace(/^--/, ''), args[at + 1] ?? '');
  }
}
