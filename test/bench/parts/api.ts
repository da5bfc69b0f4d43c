import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../../../src/sandbox/free-port.ts';
import { type Row, values } from '../figures/row.ts';
import { followReads } from '../measure/follow-reads.ts';
import { type Load, measureLoad } from '../measure/measure-load.ts';
import { type MakeRequest, measureRequests, type Requests } from '../measure/measure-requests.ts';
import { type BenchWorld, startBenchWorld } from '../world/bench-world.ts';
import { createFleet, type FleetMember } from '../world/fleet.ts';
import { type SeededWatch, seedWatches } from '../world/seed-watches.ts';
import { startBot } from '../world/start-bot.ts';
import type { Part } from './plan.ts';

const WATCHES = 1000;
const INTERVAL_MS = 10_000;
/** 100 reads a second; ARM lets each be read 25 times a second. */
const SUBSCRIPTIONS = 8;
const TOKEN = 'token-of-the-benchmark';
const FULL_MS = 60_000;
const QUICK_MS = 10_000;

/** What is asked, and what became of it and of the reads meanwhile. */
interface Measured {
  readonly what: string;
  readonly requests: Requests;
  readonly load: Load;
}

/** How many requests a second the API answers beside 1,000 live watches, and whether their reads come later for it. */
export const api: Part = async (plan) => {
  const forMs = plan.isQuick ? QUICK_MS : FULL_MS;
  const port = await freePort();
  const common = await startBenchWorld({
    subscriptions: SUBSCRIPTIONS,
    channels: 20,
    intervalMs: INTERVAL_MS,
  });
  const world: BenchWorld = {
    ...common,
    environment: {
      ...common.environment,
      API_PORT: String(port),
      API_TOKENS: `benchmark=${createHash('sha256').update(TOKEN).digest('hex')}`,
      API_REQUESTS_PER_MINUTE: '1000000',
    },
  };
  try {
    const fleet = createFleet(world, WATCHES);
    const seeded = await seedWatches(world, fleet);
    const [bot, worker] = await Promise.all([startBot(world, 'bot'), startBot(world, 'worker')]);
    const reads = followReads(world.azure);
    await delay(INTERVAL_MS);
    const idle = await measureLoad(world, worker.pid, forMs, reads, seeded);
    plan.say(`api, without requests: ${JSON.stringify(idle)}`);
    const measured: Measured[] = [];
    for (const [what, make] of kindsOf(fleet, seeded)) {
      const [load, requests] = await Promise.all([
        measureLoad(world, worker.pid, forMs, reads, seeded),
        measureRequests(`http://127.0.0.1:${port}`, make, forMs),
      ]);
      plan.say(`api, ${what}: ${JSON.stringify({ requests, load })}`);
      measured.push({ what, requests, load });
    }
    reads.stop();
    await Promise.all([bot.stop(), worker.stop()]);
    return { rows: measured.flatMap((each) => rowsOf(each, idle)) };
  } finally {
    await world.stop();
  }
};

/** Looks at watches, and asks once more for what is watched already: what a loop around a lost answer does. */
function kindsOf(
  fleet: readonly FleetMember[],
  seeded: readonly SeededWatch[],
): readonly (readonly [string, MakeRequest])[] {
  let at = 0;
  const headers = { authorization: `Bearer ${TOKEN}` };
  const look: MakeRequest = () => {
    at += 1;
    const path = `/v1/watches/${seeded[at % seeded.length]?.watchId}`;
    return { method: 'GET', path, headers };
  };
  const ask: MakeRequest = () => {
    at += 1;
    const { operationId, subscriptionId, location, channel } = memberAt(fleet, at);
    const operation = `/subscriptions/${subscriptionId}/providers/Microsoft.DBforMySQL/locations/${location}/operationProgress/${operationId}`;
    return {
      method: 'POST',
      path: '/v1/watches',
      headers: {
        ...headers,
        'content-type': 'application/json',
        'idempotency-key': `"${randomUUID()}"`,
      },
      body: JSON.stringify({ operation, channel }),
    };
  };
  return [
    ['a watch looked at', look],
    ['a watch asked for that stands', ask],
  ];
}

function memberAt(fleet: readonly FleetMember[], at: number): FleetMember {
  const member = fleet[at % fleet.length];
  if (!member) throw new Error('The fleet is empty');
  return member;
}

function rowsOf({ what, requests, load }: Measured, idle: Load): readonly Row[] {
  const { perSecond, p50Ms, p99Ms, others } = requests;
  return [
    {
      what: `${what}: requests a second, of one process`,
      target: { text: '≥ 200', least: 200 },
      ours: values('requests/s', perSecond),
      sentence: `16 at a time, beside ${WATCHES} watches; half were answered within ${p50Ms.toFixed(1)} ms. ${others} were answered with another status than 200.`,
    },
    {
      what: `${what}: answered, p99`,
      target: { text: '≤ 500 ms', most: 500 },
      ours: values('ms', p99Ms),
      sentence: 'The client, Azure and Slack share the processor with the bot.',
    },
    {
      what: `${what}: reads late meanwhile, p99`,
      target: { text: '≤ 1 s', most: 1000 },
      ours: values('ms', load.lagP99),
      bare: values('ms', idle.lagP99),
      sentence: `From when a read was due until it arrived at Azure; beside it, without requests. ${load.readsPerSecond.toFixed(0)} reads a second.`,
    },
  ];
}
