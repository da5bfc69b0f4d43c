import { setTimeout as delay } from 'node:timers/promises';
import type { SimulatedSlack } from '../../../src/sandbox/slack/simulated-slack.ts';
import { type BenchWorld, ONCALL } from '../world/bench-world.ts';
import { type FleetMember, serversIn } from '../world/fleet.ts';
import { watch } from '../world/floods.ts';

/** What another person had to wait for meanwhile, in milliseconds; `Infinity` where it did not come. */
export interface Fairness {
  /** From the moment that Azure says that an operation has failed until on-call is told. */
  readonly toldMs: readonly number[];
  /** From a command until its card stands. */
  readonly cardMs: readonly number[];
  /** Of the subscription, by all. */
  readonly readsPerSecond: number;
}

interface Others {
  readonly user: string;
  readonly channel: string;
  /** Watched for a while already. */
  readonly failing: readonly FleetMember[];
  /** Watched only now. */
  readonly late: readonly FleetMember[];
}

const WITHIN_MS = 100_000;
const PAUSE_MS = 3000;

/** Has one operation after the other fail, and another one be watched at the same moment. */
export async function measureFairness(
  world: BenchWorld,
  { user, channel, failing, late }: Others,
): Promise<Fairness> {
  const { azure, slack } = world;
  const [toldMs, cardMs]: [number[], number[]] = [[], []];
  let reads = 0;
  const stop = azure.onRequest(() => {
    reads += 1;
  });
  const startedAt = performance.now();
  for (const [at, member] of failing.entries()) {
    const next = late[at];
    if (!next) break;
    const told = namedIn(slack, ONCALL, member.server);
    const shown = namedIn(slack, channel, next.server);
    member.fail();
    await watch(world, next, channel, user);
    toldMs.push(await told);
    cardMs.push(await shown);
    await delay(PAUSE_MS);
  }
  stop();
  const seconds = (performance.now() - startedAt) / 1000;
  return { toldMs, cardMs, readsPerSecond: reads / seconds };
}

/** Resolves with how long it takes until a message in a channel itself names a server. */
function namedIn(slack: SimulatedSlack, channel: string, server: string): Promise<number> {
  const startedAt = performance.now();
  return new Promise((resolve) => {
    const stop = slack.onChange((change) => {
      if (change.kind !== 'message-posted' && change.kind !== 'message-edited') return;
      const { channel: where, threadTs, text, blocks } = change.message;
      if (where !== channel || threadTs !== undefined) return;
      if (serversIn(JSON.stringify([text, blocks])).includes(server)) {
        finish(performance.now() - startedAt);
      }
    });
    const timer = setTimeout(() => finish(Number.POSITIVE_INFINITY), WITHIN_MS);
    function finish(afterMs: number): void {
      stop();
      clearTimeout(timer);
      resolve(afterMs);
    }
  });
}
