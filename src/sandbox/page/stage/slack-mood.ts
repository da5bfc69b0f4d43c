import { METHODS } from '../../slack/api/methods.ts';
import type { Fault } from '../../slack/faults.ts';
import type { SimulatedSlack } from '../../slack/simulated-slack.ts';
import type { SlackMood } from '../protocol.ts';

const RETRY_AFTER_S = 3;

const FAULTS: Readonly<Record<Exclude<SlackMood, 'fine'>, Fault>> = {
  '429': {
    kind: 'status',
    status: 429,
    headers: { 'content-type': 'application/json', 'retry-after': String(RETRY_AFTER_S) },
    body: JSON.stringify({ ok: false, error: 'ratelimited' }),
  },
  '500': { kind: 'status', status: 500, headers: { 'content-type': 'text/plain' }, body: 'error' },
};

/** What an app calls to show something. Signing in and connecting go on. */
const STRUCK = [...METHODS.keys()].filter((method) =>
  /^(?:chat|conversations|views)\./.test(method),
);

/** How Slack answers the bot at the moment. */
export interface MoodSwitch {
  readonly mood: SlackMood;
  set(mood: SlackMood): void;
}

export function createMoodSwitch(slack: Pick<SimulatedSlack, 'fail'>): MoodSwitch {
  let mood: SlackMood = 'fine';
  let withdrawals: readonly (() => void)[] = [];
  return {
    get mood() {
      return mood;
    },
    set(next) {
      for (const withdraw of withdrawals) withdraw();
      mood = next;
      withdrawals =
        next === 'fine'
          ? []
          : STRUCK.map((method) =>
              slack.fail({ method, times: Number.POSITIVE_INFINITY, with: FAULTS[next] }),
            );
    },
  };
}
