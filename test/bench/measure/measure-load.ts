import { setTimeout as delay } from 'node:timers/promises';
import { percentile } from '../figures/statistics.ts';
import type { BenchWorld } from '../world/bench-world.ts';
import type { SeededWatch } from '../world/seed-watches.ts';
import type { FollowedReads } from './follow-reads.ts';
import { meterProcess } from './process-meter.ts';
import { redisPid, usedBytes } from './redis-meter.ts';
import { sampleDueTimes } from './sample-due-times.ts';

/** What a process that reads did in a while, and what it used. */
export interface Load {
  readonly readsPerSecond: number;
  readonly throttled: number;
  /** From when the record said that a read was due until it arrived at Azure. */
  readonly lagP50: number;
  readonly lagP99: number;
  readonly lagsSeen: number;
  /** From one read to the next, less the interval: needs no record, and holds the answer's own way. */
  readonly gapP50: number;
  readonly gapP99: number;
  readonly cores: number;
  readonly redisCores: number;
  readonly redisBytes: number;
  readonly mostMb: number;
  readonly growthMbPerMinute: number;
}

/**
 * @param reads followed for longer than the interval already, so that gaps are known
 * @param watches ours, to ask their records; none where a peer is measured
 */
export async function measureLoad(
  world: BenchWorld,
  pid: number,
  forMs: number,
  reads: FollowedReads,
  watches: readonly SeededWatch[] = [],
): Promise<Load> {
  const window = reads.since();
  const sampler = sampleDueTimes(world.redis, watches, reads);
  const meter = meterProcess(pid);
  const redisMeter = meterProcess(await redisPid(world.redis));
  const startedAt = performance.now();
  await delay(forMs);
  const seconds = (performance.now() - startedAt) / 1000;
  const used = meter.stop();
  const { cores: redisCores } = redisMeter.stop();
  const { count, throttled } = window.latest();
  sampler.stop();
  // What was due within the time may arrive after it: a late read must not go uncounted.
  await delay(watches.length > 0 ? 2000 : 0);
  const { gaps, lags } = window.latest();
  const late = gaps.map((gap) => gap - world.intervalMs);
  return {
    readsPerSecond: count / seconds,
    throttled,
    lagP50: percentile(lags, 0.5),
    lagP99: percentile(lags, 0.99),
    lagsSeen: lags.length,
    gapP50: percentile(late, 0.5),
    gapP99: percentile(late, 0.99),
    cores: used.cores,
    redisCores,
    redisBytes: await usedBytes(world.redis),
    mostMb: used.mostMb,
    growthMbPerMinute: used.growthMbPerMinute,
  };
}
