import { setTimeout as delay } from 'node:timers/promises';
import type { SimulatedMessage } from '../../../src/sandbox/slack/state/message.ts';
import { ALICE, type BenchWorld, ONCALL } from '../world/bench-world.ts';
import type { Contender } from '../world/contender.ts';
import { type FleetMember, serversIn } from '../world/fleet.ts';
import { countCalls } from './count-calls.ts';

/** What the on-call channel saw when many operations failed at one moment. */
export interface Burst {
  /** For each failure: how long after it it was named, in milliseconds; `Infinity`: not in time. */
  readonly delaysMs: readonly number[];
  /** New messages in the channel itself, and how many of them pinged somebody. */
  readonly messages: number;
  readonly mentions: number;
  readonly refused: number;
  /** From pressing Acknowledge until that message was edited; undefined where there is no such button. */
  readonly acknowledgedMs: number | undefined;
}

const LOOK_EVERY_MS = 100;
/** What comes after the last name: a message too many, a mention too many. */
const AFTERMATH_MS = 5000;
const ACKNOWLEDGE = /ack/i;
const ACKNOWLEDGED_WITHIN_MS = 15_000;

/**
 * Has operations fail, evenly picked from the fleet, and waits until each is named in a message of the
 * on-call channel (in a thread does not count), or until the time is up.
 */
export async function measureBurst(
  { world, fleet }: Contender,
  failing: number,
  withinMs: number,
): Promise<Burst> {
  const { slack } = world;
  const chosen = pick(fleet, failing);
  const servers = new Set(chosen.map(({ server }) => server));
  const namedAfter = new Map<string, number>();
  const calls = countCalls(slack);
  const pingsBefore = slack.pings.length;
  let messages = 0;
  const startedAt = performance.now();
  const stopListening = slack.onChange((change) => {
    if (change.kind !== 'message-posted' && change.kind !== 'message-edited') return;
    const { channel, threadTs } = change.message;
    if (channel !== ONCALL || threadTs !== undefined) return;
    if (change.kind === 'message-posted') messages += 1;
    for (const server of serversIn(JSON.stringify([change.message.text, change.message.blocks]))) {
      if (servers.has(server) && !namedAfter.has(server)) {
        namedAfter.set(server, performance.now() - startedAt);
      }
    }
  });

  for (const member of chosen) member.fail();
  while (namedAfter.size < failing && performance.now() - startedAt < withinMs) {
    await delay(LOOK_EVERY_MS);
  }
  const delaysMs = chosen.map(({ server }) => namedAfter.get(server) ?? Number.POSITIVE_INFINITY);
  const acknowledgedMs = await acknowledge(world);
  await delay(AFTERMATH_MS);
  stopListening();
  calls.stop();
  return {
    delaysMs,
    messages,
    mentions: pingedMessages(world, pingsBefore),
    refused: calls.refused(),
    acknowledgedMs,
  };
}

function pick(fleet: readonly FleetMember[], failing: number): readonly FleetMember[] {
  return Array.from(
    { length: failing },
    (_, at) => fleet[Math.floor((at * fleet.length) / failing)],
  ).filter((member) => member !== undefined);
}

function pingedMessages({ slack }: BenchWorld, before: number): number {
  const pings = slack.pings.slice(before).filter(({ channel }) => channel === ONCALL);
  return new Set(pings.map(({ ts }) => ts)).size;
}

async function acknowledge({ slack }: BenchWorld): Promise<number | undefined> {
  const message = slack.messages(ONCALL).findLast((each) => buttonOf(each) !== undefined);
  const actionId = message && buttonOf(message);
  if (!message || actionId === undefined) return undefined;
  const pressedAt = performance.now();
  const edited = slack.until(
    () => (slack.message(ONCALL, message.ts)?.edits ?? 0) > message.edits,
    { timeoutMs: ACKNOWLEDGED_WITHIN_MS, what: 'the edit that shows the acknowledgement' },
  );
  await slack.press({ channel: ONCALL, ts: message.ts, user: ALICE, actionId });
  await edited;
  return performance.now() - pressedAt;
}

function buttonOf({ blocks }: SimulatedMessage): string | undefined {
  return blocks
    .flatMap((block) => (block.type === 'actions' ? block.elements : []))
    .map((element) => element.action_id)
    .find((id) => id !== undefined && ACKNOWLEDGE.test(id));
}
