import { setTimeout as delay } from 'node:timers/promises';
import { backupStory } from '../../../src/sandbox/azure/backup-story.ts';
import type { SimulatedSlack } from '../../../src/sandbox/slack/simulated-slack.ts';
import { ALICE, type BenchWorld } from '../world/bench-world.ts';
import { countCalls } from './count-calls.ts';

export interface CommandTimes {
  readonly ackedAfterMs: readonly number[];
  /** From the command until its card stands. */
  readonly visibleAfterMs: readonly number[];
  /** Calls of all methods that Slack refused with 429 meanwhile. */
  readonly refused: number;
}

/** Slack takes 300 posts a minute of an app, and a command makes two: the card and its first note. */
const EVERY_MS = 700;
/** Neither ends nor passes a milestone meanwhile, which would take posts. */
const LONG = backupStory({ totalBytes: 2e12, durationMs: 48 * 3_600_000 });
const VISIBLE_WITHIN_MS = 20_000;

/** Has somebody watch a new operation in each of these channels, one after the other. */
export async function measureCommands(
  { azure, slack }: BenchWorld,
  channels: readonly string[],
): Promise<CommandTimes> {
  const ackedAfterMs: number[] = [];
  const visible: Promise<number>[] = [];
  const calls = countCalls(slack);
  for (const channel of channels) {
    const { asyncOperationUrl } = azure.operation({ script: LONG });
    const askedAt = performance.now();
    visible.push(postIn(slack, channel).then((postedAt) => postedAt - askedAt));
    const command = { channel, user: ALICE, text: `watch ${asyncOperationUrl}` };
    ackedAfterMs.push((await slack.command(command)).ackedAfterMs);
    await delay(Math.max(0, EVERY_MS - (performance.now() - askedAt)));
  }
  const visibleAfterMs = await Promise.all(visible);
  calls.stop();
  return { ackedAfterMs, visibleAfterMs, refused: calls.refused() };
}

/** Resolves with the time of the next post, on the clock of `performance`; `Infinity` where none comes. */
function postIn(slack: SimulatedSlack, channel: string): Promise<number> {
  return new Promise((resolve) => {
    const stop = slack.onChange((change) => {
      if (change.kind === 'message-posted' && change.message.channel === channel)
        finish(performance.now());
    });
    const timer = setTimeout(() => finish(Number.POSITIVE_INFINITY), VISIBLE_WITHIN_MS);
    function finish(at: number): void {
      stop();
      clearTimeout(timer);
      resolve(at);
    }
  });
}
