import { setTimeout as delay } from 'node:timers/promises';
import { type Cell, type Row, values, word } from '../figures/row.ts';
import { most } from '../figures/statistics.ts';
import { type Fairness, measureFairness } from '../measure/measure-fairness.ts';
import { type BenchWorld, startBenchWorld } from '../world/bench-world.ts';
import { createFleet } from '../world/fleet.ts';
import {
  asksForBareIds,
  beginsWatches,
  type Flood,
  pressesRefresh,
  waits,
  watch,
} from '../world/floods.ts';
import { seedWatches } from '../world/seed-watches.ts';
import { startBot } from '../world/start-bot.ts';
import type { Part } from './plan.ts';

/** As the bot comes. */
const READS_PER_SECOND = 5;
const PLACES =
  'eastus,westeurope,northeurope,uksouth,francecentral,japaneast,westus,brazilsouth,eastus2,koreacentral';
const BOB = 'U0BOB';

interface Size {
  readonly intervalMs: number;
  /** How many operations of the other person fail, and how many more are watched. */
  readonly probes: number;
}
const FULL: Size = { intervalMs: 60_000, probes: 10 };
const QUICK: Size = { intervalMs: 15_000, probes: 3 };

/** What one person does, and how many watches they have had for a while. */
interface Scenario {
  readonly what: string;
  readonly seeded: number;
  readonly flood: Flood;
}
const SCENARIOS: readonly Scenario[] = [
  { what: 'nobody else does anything', seeded: 0, flood: waits },
  { what: 'status of a bare id in 10 places each second', seeded: 0, flood: asksForBareIds },
  { what: 'Refresh pressed all the time on 30 cards', seeded: 0, flood: pressesRefresh },
  { what: '400 watches begun at once', seeded: 0, flood: beginsWatches(400) },
  { what: '5,000 watches (limits lifted)', seeded: 5000, flood: beginsWatches(100) },
];

/** How long another person waits while one person does what would silence all others. */
export const fairness: Part = async (plan) => {
  const size = plan.isQuick ? QUICK : FULL;
  const rows: Row[] = [];
  for (const scenario of SCENARIOS) {
    const measured = await fairnessOf(scenario, size);
    plan.say(`fairness, ${scenario.what}: ${JSON.stringify(measured)}`);
    rows.push(...rowsOf(scenario, size, measured));
  }
  return { rows };
};

async function fairnessOf({ seeded, flood }: Scenario, size: Size): Promise<Fairness> {
  const common = await startBenchWorld({
    subscriptions: 1,
    channels: 10,
    intervalMs: size.intervalMs,
  });
  const world: BenchWorld = {
    ...common,
    environment: {
      ...common.environment,
      ARM_READS_PER_SECOND: String(READS_PER_SECOND),
      AZURE_LOCATIONS: PLACES,
    },
  };
  const [channel = ''] = world.channels;
  const fleet = createFleet(world, 2 * size.probes + seeded);
  const [failing, late, hers] = [
    fleet.slice(0, size.probes),
    fleet.slice(size.probes, 2 * size.probes),
    fleet.slice(2 * size.probes),
  ];
  try {
    await seedWatches(world, hers);
    const bots = await Promise.all([startBot(world, 'bot'), startBot(world, 'worker')]);
    for (const member of failing) await watch(world, member, channel, BOB);
    // They are read as often as any other by then.
    await delay(size.intervalMs);
    const end = await flood(world, channel);
    const measured = await measureFairness(world, { user: BOB, channel, failing, late });
    end();
    await Promise.all(bots.map((bot) => bot.stop()));
    return measured;
  } finally {
    await world.stop();
  }
}

function rowsOf({ what }: Scenario, size: Size, measured: Fairness): readonly Row[] {
  const told = size.intervalMs / 1000 + 5;
  return [
    {
      what: `${what}: another’s failure told, longest of ${size.probes}`,
      target: { text: `≤ ${told} s`, most: told },
      ours: longest(measured.toldMs),
      bare: values('s', size.intervalMs / 1000),
      sentence: `From the moment that Azure says “Failed” until on-call’s channel names it; an operation is read every ${size.intervalMs / 1000} s, and a subscription ${READS_PER_SECOND} times a second (by all: ${measured.readsPerSecond.toFixed(1)} meanwhile).`,
    },
    {
      what: `${what}: another’s new card, longest of ${size.probes}`,
      target: { text: '≤ 3 s', most: 3 },
      ours: longest(measured.cardMs),
      sentence: 'From the command until the card stands, in the same channel.',
    },
  ];
}

function longest(times: readonly number[]): Cell {
  const ms = most(times);
  return Number.isFinite(ms) ? values('s', ms / 1000) : word('not told');
}
