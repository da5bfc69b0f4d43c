import { setTimeout as delay } from 'node:timers/promises';
import { type Row, values } from '../figures/row.ts';
import { median } from '../figures/statistics.ts';
import { followReads } from '../measure/follow-reads.ts';
import { meterProcess } from '../measure/process-meter.ts';
import { redisPid } from '../measure/redis-meter.ts';
import { type PeerName, startPeer } from '../peers/start-peer.ts';
import { type BenchWorld, startBenchWorld } from '../world/bench-world.ts';
import { createFleet, type FleetMember } from '../world/fleet.ts';
import { seedWatches } from '../world/seed-watches.ts';
import { startBot } from '../world/start-bot.ts';
import { type Part, type Plan, profileOptions } from './plan.ts';

/** 25 reads a second each: more than anybody here can read. */
const SUBSCRIPTIONS = 800;
const WATCHES = 2000;
/** Each in a subscription of its own, or ARM's limit would be what is measured. */
const PEER_LOOPS = 600;
/** So that every watch is always due. */
const INTERVAL_MS = 100;

interface Speed {
  readonly readsPerSecond: number;
  readonly cpuMsPerRead: number;
  readonly redisMsPerRead: number;
}

/** Most reads a second, ours and others', one after the other on the same servers. */
export const throughput: Part = async (plan) => {
  const world = await startBenchWorld({
    subscriptions: SUBSCRIPTIONS,
    channels: 20,
    intervalMs: INTERVAL_MS,
  });
  const speeds: Record<'ours' | PeerName, Speed[]> = { ours: [], bare: [], sdk: [], lro: [] };
  try {
    const fleet = createFleet(world, WATCHES);
    await seedWatches(world, fleet);
    for (let run = 0; run < plan.runs; run++) {
      speeds.ours.push(await ourSpeed(world, plan));
      for (const name of ['bare', 'sdk', 'lro'] as const) {
        speeds[name].push(await peerSpeed(name, world, fleet, plan));
      }
      plan.say(`throughput ${run + 1}/${plan.runs}: ${JSON.stringify(lastOf(speeds))}`);
    }
  } finally {
    await world.stop();
  }
  return { rows: rowsOf(speeds) };
};

async function ourSpeed(world: BenchWorld, plan: Plan): Promise<Speed> {
  const worker = await startBot(world, 'worker', profileOptions(plan));
  try {
    return await speedOf(world, worker.pid, plan);
  } finally {
    await worker.stop();
  }
}

async function peerSpeed(
  name: PeerName,
  world: BenchWorld,
  fleet: readonly FleetMember[],
  plan: Plan,
): Promise<Speed> {
  // The bare loop keeps 100 reads in flight over all operations; a peer has a loop for each.
  const some = name === 'bare' ? fleet : fleet.slice(0, PEER_LOOPS);
  const peer = await startPeer(name, world, some, { writes: false, intervalMs: 0 });
  try {
    return await speedOf(world, peer.pid, plan);
  } finally {
    await peer.stop();
  }
}

async function speedOf({ azure, redis }: BenchWorld, pid: number, plan: Plan): Promise<Speed> {
  await delay(plan.isQuick ? 1500 : 5000);
  const reads = followReads(azure);
  const meter = meterProcess(pid);
  const redisMeter = meterProcess(await redisPid(redis));
  const startedAt = performance.now();
  await delay(plan.isQuick ? 3000 : 15_000);
  const seconds = (performance.now() - startedAt) / 1000;
  reads.stop();
  const { cpuSeconds } = meter.stop();
  const { cpuSeconds: redisSeconds } = redisMeter.stop();
  if (reads.throttled > 0)
    plan.say(`${reads.throttled} reads were throttled: the figure is too low`);
  return {
    readsPerSecond: reads.count / seconds,
    cpuMsPerRead: (1000 * cpuSeconds) / reads.count,
    redisMsPerRead: (1000 * redisSeconds) / reads.count,
  };
}

function rowsOf(speeds: Readonly<Record<'ours' | PeerName, readonly Speed[]>>): readonly Row[] {
  const reads = (name: 'ours' | PeerName) =>
    values('reads/s', ...speeds[name].map(({ readsPerSecond }) => readsPerSecond));
  const cpu = (name: 'ours' | PeerName) =>
    values('ms', ...speeds[name].map(({ cpuMsPerRead }) => cpuMsPerRead));
  const shares = speeds.ours.map((ours, run) => {
    const bare = speeds.bare[run];
    return bare ? (100 * ours.readsPerSecond) / bare.readsPerSecond : Number.NaN;
  });
  return [
    {
      what: 'most reads a second, one process',
      ours: reads('ours'),
      bare: reads('bare'),
      sdk: reads('sdk'),
      lro: reads('lro'),
      sentence:
        'Ours does everything with each read: the token, HTTP, validation, the decision, an atomic commit to Redis, and the next appointment. The bare loop does the same HTTP reads with ky and the same validation, 100 at once, and keeps nothing. The peers read only: 600 loops without a pause, and nothing that would survive a restart.',
    },
    {
      what: 'the same as a share of the bare loop',
      target: { text: '≥ 45 %', least: 45 },
      ours: values('%', ...shares),
      bare: values('%', 100),
      sdk: shareOf(speeds.sdk, speeds.bare),
      lro: shareOf(speeds.lro, speeds.bare),
      sentence: 'Each run is held against the bare loop of the same run.',
    },
    {
      what: 'processor time for a read',
      ours: cpu('ours'),
      bare: cpu('bare'),
      sdk: cpu('sdk'),
      lro: cpu('lro'),
      sentence:
        'Of the reading process alone, in the run above; it depends less on who else uses the machine.',
    },
    {
      what: 'processor time of Redis for a read',
      ours: values('ms', ...speeds.ours.map(({ redisMsPerRead }) => redisMsPerRead)),
      sentence: 'In the same run. The others have no Redis.',
    },
  ];
}

function shareOf(peer: readonly Speed[], bare: readonly Speed[]) {
  const share = median(peer.map(({ readsPerSecond }) => readsPerSecond));
  return values('%', (100 * share) / median(bare.map(({ readsPerSecond }) => readsPerSecond)));
}

function lastOf(speeds: Readonly<Record<string, readonly Speed[]>>) {
  return Object.fromEntries(
    Object.entries(speeds).map(([name, runs]) => [
      name,
      Math.round(runs.at(-1)?.readsPerSecond ?? 0),
    ]),
  );
}
