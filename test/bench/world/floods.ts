import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { SimulatedMessage } from '../../../src/sandbox/slack/state/message.ts';
import { ALICE, type BenchWorld } from './bench-world.ts';
import { createFleet, type FleetMember } from './fleet.ts';

/** What one person does all the time. Begins it, and resolves with how to end it once it is under way. */
export type Flood = (world: BenchWorld, channel: string) => Promise<() => void>;

const PRESSED_CARDS = 30;
const PRESS_EVERY_MS = 100;
const ASK_EVERY_MS = 1000;

/** `status <bare id>`, once a second. */
export const asksForBareIds: Flood = async ({ slack }, channel) =>
  every(ASK_EVERY_MS, async () => {
    await slack.command({ channel, user: ALICE, text: `status ${randomUUID()}` });
  });

/** Presses Refresh on one of thirty cards after the other. */
export const pressesRefresh: Flood = async (world, channel) => {
  const { slack } = world;
  for (const member of createFleet(world, PRESSED_CARDS)) await watch(world, member, channel);
  const cards = () => slack.messages(channel).filter(({ blocks }) => hasRefresh(blocks));
  await slack.until(() => cards().length >= PRESSED_CARDS, { timeoutMs: 3 * 60_000 });
  const tss = cards().map(({ ts }) => ts);
  let next = 0;
  return every(PRESS_EVERY_MS, async () => {
    next = (next + 1) % tss.length;
    await slack.press({ channel, ts: tss[next] ?? '', user: ALICE, actionId: 'refresh' });
  });
};

/** Begins so many watches, as fast as the bot takes the commands. */
export function beginsWatches(count: number): Flood {
  return async (world, channel) => {
    const fleet = createFleet(world, count);
    let isOver = false;
    const asking = (async () => {
      for (const member of fleet) if (!isOver) await watch(world, member, channel);
    })();
    await Promise.race([asking, delay(10_000)]);
    return () => {
      isOver = true;
    };
  };
}

/** Only has the watches that it began earlier. */
export const waits: Flood = async () => () => undefined;

/** Somebody watches an operation. */
export async function watch(
  { slack }: BenchWorld,
  { operationId, location }: FleetMember,
  channel: string,
  user = ALICE,
): Promise<void> {
  await slack.command({ channel, user, text: `watch ${operationId} in "${location}"` });
}

/** @returns how to end it */
function every(ms: number, act: () => Promise<void>): () => void {
  // A message may just be edited, and its button be another one.
  const timer = setInterval(() => void act().catch(() => undefined), ms);
  return () => clearInterval(timer);
}

function hasRefresh(blocks: SimulatedMessage['blocks']): boolean {
  return blocks.some(
    (block) =>
      block.type === 'actions' && block.elements.some(({ action_id }) => action_id === 'refresh'),
  );
}
