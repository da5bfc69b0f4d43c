import { setTimeout as delay } from 'node:timers/promises';
import type { SimulatedSlack } from '../../../src/sandbox/slack/simulated-slack.ts';
import { ALICE, type BenchWorld } from '../world/bench-world.ts';

export interface CommandTimes {
  readonly ackedAfterMs: readonly number[];
  /** From the command until its card stands. */
  readonly visibleAfterMs: readonly number[];
}

/** Slack takes 300 posts a minute of an app, and a command makes two: the card and its first note. */
const EVERY_MS = 600;
const VISIBLE_WITHIN_MS = 20_000;

/** Has somebody watch a new operation in each of these channels, one after the other. */
export async function measureCommands(
  { azure, slack }: BenchWorld,
  channels: readonly string[],
): Promise<CommandTimes> {
  const ackedAfterMs: number[] = [];
  const visible: Promise<number>[] = [];
  for (const channel of channels) {
    const { asyncOperationUrl } = azure.operation();
    const askedAt = performance.now();
    visible.push(postIn(slack, channel).then(() => performance.now() - askedAt));
    const command = { channel, user: ALICE, text: `watch ${asyncOperationUrl}` };
    ackedAfterMs.push((await slack.command(command)).ackedAfterMs);
    await delay(Math.max(0, EVERY_MS - (performance.now() - askedAt)));
  }
  return { ackedAfterMs, visibleAfterMs: await Promise.all(visible) };
}

/** Resolves with the next post. */
function postIn(slack: SimulatedSlack, channel: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = slack.onChange((change) => {
      if (change.kind !== 'message-posted' || change.message.channel !== channel) return;
      finish();
      resolve();
    });
    const timer = setTimeout(() => {
      finish();
      reject(new Error(`No card stood in ${channel} after ${VISIBLE_WITHIN_MS} ms`));
    }, VISIBLE_WITHIN_MS);
    function finish(): void {
      stop();
      clearTimeout(timer);
    }
  });
}
