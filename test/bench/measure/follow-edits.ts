import type { SimulatedSlack } from '../../../src/sandbox/slack/simulated-slack.ts';
import type { FleetMember } from '../world/fleet.ts';

export interface FollowedEdits {
  /** How long each card showed the same, in milliseconds: from edit to edit, and what still runs. */
  waits(): { readonly ended: readonly number[]; readonly running: readonly number[] };
  stop(): void;
}

/** Follows when each card of a fleet is edited. A wait counts that ends after `measuring` was called. */
export function followEdits(
  slack: SimulatedSlack,
  fleet: readonly FleetMember[],
): FollowedEdits & { measuring(): void } {
  const startedAt = Date.now();
  const shownAt = new Map(fleet.map(({ cardTs }) => [cardTs, startedAt]));
  let ended: number[] = [];
  const stop = slack.onChange((change) => {
    if (change.kind !== 'message-edited') return;
    const { ts } = change.message;
    const before = shownAt.get(ts);
    if (before === undefined) return;
    ended.push(Date.now() - before);
    shownAt.set(ts, Date.now());
  });
  return {
    measuring: () => {
      ended = [];
    },
    waits: () => ({ ended, running: [...shownAt.values()].map((at) => Date.now() - at) }),
    stop,
  };
}
