import type { SimulatedSlack } from '../../../src/sandbox/slack/simulated-slack.ts';

/** Calls of Slack's Web API since it was begun to count. */
export interface CallCount {
  /** How many of a method Slack took. */
  taken(method: string): number;
  /** How many of a method, or of all, it refused with 429. */
  refused(method?: string): number;
  stop(): void;
}

export function countCalls(slack: SimulatedSlack): CallCount {
  const taken = new Map<string, number>();
  const refused = new Map<string, number>();
  const stop = slack.onChange((change) => {
    if (change.kind !== 'api-called') return;
    const { method, outcome } = change.call;
    if (outcome.kind === 'ok') taken.set(method, (taken.get(method) ?? 0) + 1);
    if (outcome.kind === 'rate-limited') refused.set(method, (refused.get(method) ?? 0) + 1);
  });
  return {
    taken: (method) => taken.get(method) ?? 0,
    refused: (method) =>
      method === undefined
        ? [...refused.values()].reduce((all, count) => all + count, 0)
        : (refused.get(method) ?? 0),
    stop,
  };
}
