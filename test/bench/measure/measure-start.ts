import { setTimeout as delay } from 'node:timers/promises';
import type { BenchWorld } from '../world/bench-world.ts';
import { type StartedBot, startBot } from '../world/start-bot.ts';
import { followReads } from './follow-reads.ts';

export interface Start {
  readonly worker: StartedBot;
  /** From the start of the process until its first read arrived. */
  readonly firstReadMs: number;
  /** How many reads came before their time, which another read had taken already. */
  readonly readTwice: number;
  /** How many reads there were. */
  readonly reads: number;
}

/** Less than the interval at which the product means to read. */
const TOO_SOON = 0.9;

/** Starts a worker where there are watches already, and follows its first reads for a while. */
export async function measureStart(
  world: BenchWorld,
  forMs: number,
  nodeOptions?: string,
): Promise<Start> {
  const reads = followReads(world.azure);
  const worker = await startBot(world, 'worker', nodeOptions);
  await delay(forMs);
  reads.stop();
  return {
    worker,
    firstReadMs: (reads.firstAt ?? Number.NaN) - worker.startedAt,
    readTwice: reads.gaps.filter((gap) => gap < TOO_SOON * world.intervalMs).length,
    reads: reads.count,
  };
}
