import { setTimeout as delay } from 'node:timers/promises';
import { percentile } from '../figures/statistics.ts';
import { type FollowedReads, followReads } from '../measure/follow-reads.ts';
import { type CommandTimes, measureCommands } from '../measure/measure-commands.ts';
import { type Load, measureLoad } from '../measure/measure-load.ts';
import { measureStart, type Start } from '../measure/measure-start.ts';
import { usedBytes } from '../measure/redis-meter.ts';
import { type PeerName, startPeer } from '../peers/start-peer.ts';
import { type BenchWorld, startBenchWorld } from '../world/bench-world.ts';
import { applyComposeSettings } from '../world/compose-redis.ts';
import { createFleet, type FleetMember } from '../world/fleet.ts';
import { type SeededWatch, seedWatches } from '../world/seed-watches.ts';
import { startBot } from '../world/start-bot.ts';
import { type Part, type Plan, profileOptions } from './plan.ts';
import { scaleRows } from './scale-rows.ts';

const WATCHES = 10_000;
const INTERVAL_MS = 15_000;
/** 667 reads a second; ARM lets each be read 25 times a second. */
const SUBSCRIPTIONS = 40;
const CARD_CHANNELS = 20;
const SETTLE_MS = 4000;

/** All that was measured, for the rows. */
export interface Scale {
  readonly start: Omit<Start, 'worker'>;
  /** After breaks in which watches fell due. */
  readonly restarts: readonly Omit<Start, 'worker'>[];
  /** One for each minute; with Redis as it comes, and with the settings of docker-compose.yml. */
  readonly plain: readonly Load[];
  readonly compose: readonly Load[];
  readonly bytesPerWatch: number;
  readonly commands: CommandTimes;
  readonly peers: Readonly<Partial<Record<PeerName, readonly Load[]>>>;
}

/** 10,000 live watches and one worker: how late it reads, at what cost, and what people notice. */
export const scale: Part = async (plan) => {
  const world = await startBenchWorld({
    subscriptions: SUBSCRIPTIONS,
    channels: CARD_CHANNELS + (plan.isQuick ? 15 : 100),
    intervalMs: INTERVAL_MS,
  });
  const channels = world.channels.slice(0, CARD_CHANNELS);
  try {
    const fleet = createFleet({ ...world, channels }, WATCHES);
    const ours = await measureOurs(world, fleet, plan);
    const peers = plan.isQuick ? {} : await measurePeers(world, fleet, plan);
    return { rows: scaleRows({ ...ours, peers }) };
  } finally {
    await world.stop();
  }
};

async function measureOurs(
  world: BenchWorld,
  fleet: readonly FleetMember[],
  plan: Plan,
): Promise<Omit<Scale, 'peers'>> {
  const emptyBytes = await usedBytes(world.redis);
  const seeded = await seedWatches(world, fleet);
  const followMs = plan.isQuick ? 5000 : 20_000;
  const { worker, ...start } = await measureStart(world, followMs, profileOptions(plan));
  plan.say(`scale, start: ${JSON.stringify(start)}`);

  const reads = followReads(world.azure);
  // Afterwards every read has one before it. A quick run has no time for that.
  await delay(plan.isQuick ? 0 : world.intervalMs);
  const plain = await loads(world, worker.pid, plan, reads, seeded);
  await applyComposeSettings(world.redis);
  await delay(SETTLE_MS);
  const compose = await loads(world, worker.pid, plan, reads, seeded);
  reads.stop();
  const bytesPerWatch = ((compose.at(-1)?.redisBytes ?? 0) - emptyBytes) / fleet.length;

  const bot = await startBot(world, 'bot');
  const commands = await measureCommands(world, world.channels.slice(CARD_CHANNELS));
  plan.say(`scale, commands: ${JSON.stringify(summary(commands))}`);
  await bot.stop();

  await worker.stop();
  const restarts: Omit<Start, 'worker'>[] = [];
  for (let run = 0; run < plan.runs; run++) {
    await delay(plan.isQuick ? 1000 : 20_000);
    const { worker: again, ...restart } = await measureStart(world, followMs);
    plan.say(`scale, start after a break: ${JSON.stringify(restart)}`);
    await again.stop();
    restarts.push(restart);
  }
  return { start, restarts, plain, compose, bytesPerWatch, commands };
}

function summary({ ackedAfterMs, visibleAfterMs, refused }: CommandTimes) {
  const of = (times: readonly number[]) => [0.5, 0.99, 1].map((share) => percentile(times, share));
  return { acked: of(ackedAfterMs), visible: of(visibleAfterMs), refused };
}

/** Reading alone: with Slack's limits a peer that also edits does not get round to reading. */
async function measurePeers(
  world: BenchWorld,
  fleet: readonly FleetMember[],
  plan: Plan,
): Promise<Scale['peers']> {
  const peers: Partial<Record<PeerName, readonly Load[]>> = {};
  for (const name of ['sdk', 'lro', 'bare'] as const) {
    const peer = await startPeer(name, world, fleet, { writes: false });
    const reads = followReads(world.azure);
    await delay(world.intervalMs + SETTLE_MS);
    const shorter = { ...plan, minutes: Math.min(2, plan.minutes) };
    peers[name] = await loads(world, peer.pid, shorter, reads);
    reads.stop();
    await peer.stop();
  }
  return peers;
}

async function loads(
  world: BenchWorld,
  pid: number,
  plan: Plan,
  reads: FollowedReads,
  seeded: readonly SeededWatch[] = [],
): Promise<readonly Load[]> {
  const measured: Load[] = [];
  const windowMs = plan.isQuick ? 10_000 : 60_000;
  for (let minute = 0; minute < (plan.isQuick ? 1 : plan.minutes); minute++) {
    const load = await measureLoad(world, pid, windowMs, reads, seeded);
    measured.push(load);
    plan.say(`scale, load: ${JSON.stringify(load)}`);
  }
  return measured;
}
