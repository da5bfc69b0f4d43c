import type { SimulatedSlack } from '../../slack/simulated-slack.ts';
import type { SlackChange } from '../../slack/state/change-feed.ts';
import { IDENTITY } from '../../slack/state/identity.ts';
import { ESCALATION, ONCALL_CHANNEL } from '../demo-world.ts';

/** He has to wake up first. */
const WAKES_AFTER_MS = 8000;

/** Who looks after an alert in the end, when nobody else does. */
export interface Colleague {
  /** Looks whether he is called. */
  take(change: SlackChange): void;
  stop(): void;
}

/** He answers when he is called in the on-call channel, a while later. */
export function createColleague(slack: SimulatedSlack): Colleague {
  const waking = new Set<ReturnType<typeof setTimeout>>();

  async function acknowledge(ts: string): Promise<void> {
    // The visitor may have been faster, or the bot be away.
    await slack
      .press({ channel: ONCALL_CHANNEL, ts, actionId: 'acknowledge', user: ESCALATION })
      .catch(() => undefined);
  }

  return {
    take(change) {
      if (change.kind !== 'message-posted') return;
      const { channel, user, text, ts, threadTs } = change.message;
      const isCall = channel === ONCALL_CHANNEL && threadTs === undefined;
      if (!isCall || user !== IDENTITY.botUserId || !text.startsWith(`<@${ESCALATION}>`)) return;
      const timer = setTimeout(() => {
        waking.delete(timer);
        void acknowledge(ts);
      }, WAKES_AFTER_MS).unref();
      waking.add(timer);
    },
    stop() {
      for (const timer of waking) clearTimeout(timer);
    },
  };
}
