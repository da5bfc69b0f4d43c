import { startPeer } from '../peers/start-peer.ts';
import { type BenchWorld, type BenchWorldOptions, startBenchWorld } from './bench-world.ts';
import { createFleet, type FleetMember } from './fleet.ts';
import { seedWatches } from './seed-watches.ts';
import { startBot } from './start-bot.ts';

export const CONTENDERS = ['ours', 'sdk', 'lro'] as const;
export type ContenderName = (typeof CONTENDERS)[number];

/** Somebody who watches a fleet, in a world that nobody else spends the limits of. */
export interface Contender {
  readonly name: ContenderName;
  readonly world: BenchWorld;
  readonly fleet: readonly FleetMember[];
  stop(): Promise<void>;
}

export interface ContenderOptions extends BenchWorldOptions {
  readonly watches: number;
  /** How long each operation takes. */
  readonly durationMs: number;
}

/** Starts ours (a bot and a worker) or a peer; resolves when it has begun to read. */
export async function startContender(
  name: ContenderName,
  options: ContenderOptions,
): Promise<Contender> {
  const world = await startBenchWorld(options);
  const fleet = createFleet(world, options.watches, options.durationMs);
  const stopReader = name === 'ours' ? await startOurs(world, fleet) : await startOther(name);
  return {
    name,
    world,
    fleet,
    async stop() {
      await stopReader();
      await world.stop();
    },
  };

  async function startOther(peerName: 'sdk' | 'lro') {
    const peer = await startPeer(peerName, world, fleet, { writes: true });
    return peer.stop;
  }
}

async function startOurs(world: BenchWorld, fleet: readonly FleetMember[]) {
  await seedWatches(world, fleet);
  const [bot, worker] = await Promise.all([startBot(world, 'bot'), startBot(world, 'worker')]);
  return async () => {
    await Promise.all([bot.stop(), worker.stop()]);
  };
}
