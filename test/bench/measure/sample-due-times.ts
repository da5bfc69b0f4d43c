import type { Redis } from 'ioredis';
import * as v from 'valibot';
import { watchNamed } from '../../names.ts';
import { keys } from '../../redis/with-redis.ts';
import type { SeededWatch } from '../world/seed-watches.ts';
import type { FollowedReads } from './follow-reads.ts';

const EVERY_MS = 100;
/** Of 667 reads a second: looking up every one would cost Redis as much as a part of the work. */
const LOOKED_UP = 10;
/** A record that is due sooner may be read before we are told. */
const MARGIN_MS = 50;

const Due = v.pipe(v.string(), v.parseJson(), v.object({ nextReadAt: v.number() }));

/**
 * Looks up, a few watches at a time, when the product itself means to read next, so that `reads` can
 * tell how late it was.
 */
export function sampleDueTimes(
  redis: Redis,
  watches: readonly SeededWatch[],
  reads: FollowedReads,
): { stop(): void } {
  const timer = setInterval(() => void look(), EVERY_MS);

  async function look(): Promise<void> {
    const chosen = Array.from({ length: LOOKED_UP }, pick).filter((watch) => watch !== undefined);
    const pipeline = redis.pipeline();
    for (const { watchId } of chosen) pipeline.hget(keys.watch(watchNamed(watchId)), 'record');
    const answers = (await pipeline.exec()) ?? [];
    chosen.forEach(({ operationId }, at) => {
      const record = v.safeParse(Due, answers[at]?.[1]);
      if (!record.success || record.output.nextReadAt < Date.now() + MARGIN_MS) return;
      reads.expect(operationId, record.output.nextReadAt);
    });
  }

  function pick(): SeededWatch | undefined {
    return watches[Math.floor(Math.random() * watches.length)];
  }

  return { stop: () => clearInterval(timer) };
}
