import type { SimulatedOperation } from '../../../src/sandbox/azure/simulated-operation.ts';
import { checkPromises } from './checks/check-promises.ts';
import type { Observation } from './checks/observation.ts';
import type { Violation } from './checks/violation.ts';
import type { ProcessName } from './plan/fleet-acts.ts';
import { historyOf } from './plan/histories.ts';
import { makePlan, type Plan } from './plan/plan.ts';
import { Random } from './plan/random.ts';
import { isRough } from './plan/rough-times.ts';
import { azureWeather } from './world/azure-weather.ts';
import { watchBusyTimes } from './world/busy-times.ts';
import { type ChaosWorld, startChaosWorld } from './world/chaos-world.ts';
import { Chronicle } from './world/chronicle.ts';
import { Clock } from './world/clock.ts';
import { Machines } from './world/machines.ts';
import { People } from './world/people.ts';
import { scriptOf } from './world/script-of.ts';
import { slackWeather } from './world/slack-weather.ts';
import { untilQuiet } from './world/until-quiet.ts';

export interface ChaosResult {
  readonly observation: Observation;
  readonly violations: readonly Violation[];
  /** What was done to the product, and how often. */
  readonly injected: readonly (readonly [string, number])[];
  /** From the end of all faults until nothing was owed any more. */
  readonly quietAfterMs: number;
}

export interface ChaosOptions {
  readonly seed: number;
  readonly minutes: number;
  readonly onOutput?: (name: ProcessName, text: string) => void;
  /** Breaks the run off: it ends all that it has started, and then rejects. */
  readonly signal?: AbortSignal;
}

const QUIET_WITHIN_MS = 120_000;

/** Runs the product through a seed's chaos, lets it come to rest, and checks its promises. */
export async function runChaos({
  seed,
  minutes,
  onOutput = () => undefined,
  signal = new AbortController().signal,
}: ChaosOptions): Promise<ChaosResult> {
  const plan = makePlan(seed, minutes);
  const world = await startChaosWorld(onOutput);
  const brokenOff = rejectOnAbort(signal);
  const busy = watchBusyTimes();
  try {
    signal.throwIfAborted();
    const chronicle = new Chronicle(world.slack);
    const machines = new Machines(world);
    const operations = new Map<number, SimulatedOperation>();
    const clock = new Clock();
    const random = new Random(plan.seed + 3);
    const people = new People({ world, plan, clock, random, chronicle, operations });
    const calm = makeWeather(world, plan, clock);

    const performed = Promise.all([
      ...plan.operations.map(async (operation) => {
        await clock.until(operation.startsAtMs);
        const { index, operationId } = operation;
        operations.set(index, world.azure.operation({ operationId, script: scriptOf(operation) }));
      }),
      ...plan.people.map(async (act) => {
        // A little later than the operation that it may be about.
        await clock.until(act.atMs + 5);
        await people.act(act);
      }),
      ...plan.presses.map(async (press) => {
        await clock.until(press.atMs);
        await people.acknowledgeNewest(press);
      }),
      ...plan.fleet.map(async (act) => {
        await clock.until(act.atMs);
        await machines.act(act);
      }),
      clock.until(plan.lengthMs),
    ]);
    await Promise.race([performed, brokenOff]);

    calm();
    await world.fleet.untilReady();
    const calmAt = Date.now();
    await people.insist();
    const keys = await Promise.race([untilQuiet(world, QUIET_WITHIN_MS), brokenOff]);
    const observation: Observation = {
      ...{ plan, keys, startedAt: clock.startedAt },
      ...{ attempts: people.attempts, deeds: [...people.deeds, ...machines.deeds] },
      ...{ presses: people.presses, redisOutages: machines.redisOutages },
      messages: chronicle.messages().filter(({ botId }) => botId !== undefined),
      ephemerals: chronicle.ephemerals(),
      ...{ pings: world.slack.pings, calls: world.slack.calls, reads: world.azure.requests },
      botOutages: [...world.fleet.botOutages, ...machines.cuts],
      ...{ busy: busy.spans, crashes: world.fleet.crashes },
    };
    return {
      observation,
      violations: checkPromises(observation),
      injected: world.tally.entries(),
      quietAfterMs: Date.now() - calmAt,
    };
  } finally {
    busy.stop();
    await world.stop();
  }
}

function rejectOnAbort(signal: AbortSignal): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  // Nobody may be waiting for it at that moment.
  promise.catch(() => undefined);
  return promise;
}

/** Returns how to end it. */
function makeWeather(world: ChaosWorld, plan: Plan, clock: Clock): () => void {
  const { slack, azure, tally } = world;
  const isRoughNow = () => isRough(plan.roughTimes, clock.elapsedMs());
  const spared = new Set(
    plan.operations
      .filter(({ history }) => historyOf(history).isSpared)
      .map(({ operationId }) => operationId),
  );
  const common = { tally, isRough: isRoughNow };
  const ends = [
    slack.failBy(slackWeather({ ...common, random: new Random(plan.seed + 1) })),
    azure.failBy(
      azureWeather({
        ...common,
        random: new Random(plan.seed + 2),
        isSpared: (operationId) => spared.has(operationId),
        now: Date.now,
      }),
    ),
  ];
  return () => {
    for (const end of ends) end();
  };
}
