import type { ApiCall } from '../../src/sandbox/slack/state/api-call.ts';
import type { World } from '../../src/sandbox/world.ts';

/** The calls of a method so far, in one channel or in all. */
export function callsOf(
  { slack }: Pick<World, 'slack'>,
  method: string,
  channel?: string,
): readonly ApiCall[] {
  return slack.calls.filter(
    (call) => call.method === method && (!channel || call.args['channel'] === channel),
  );
}

/** On a busy machine, some are so late on their way that those behind them catch up. */
const LATE_MS = 700;

/** How many more there were than a budget allows, in whatever stretch of time that is the most. */
export function excess(
  times: readonly number[],
  { intervalMs, atOnce }: { readonly intervalMs: number; readonly atOnce: number },
): number {
  let most = 0;
  for (const [first, from] of times.entries()) {
    for (const [last, to] of times.entries()) {
      const allowed = atOnce + Math.max(0, to - from + LATE_MS) / intervalMs;
      if (last >= first) most = Math.max(most, last - first + 1 - allowed);
    }
  }
  return most;
}
