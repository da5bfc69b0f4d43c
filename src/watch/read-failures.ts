import type { FailureKind } from './reading.ts';

interface Decision {
  /**
   * When to look again, unless Azure names a later time: after pauses that double from POLL_MIN to
   * POLL_MAX, or slowly at once, since only a person can help.
   */
  readonly pause: 'backoff' | 'slow';
  /** From which failure in a row on the card says so; a single slip is not worth a word. */
  readonly shownFrom: 1 | 2 | 'never';
  /**
   * Who is told when it lasts for BLIND_AFTER: those who watch and on-call, or on-call alone and once
   * for all watches, since it is the bot's own fault. Undefined: it is no blindness.
   */
  readonly blinds: 'watch' | 'bot' | undefined;
  /** How the watch ends when it lasts: an operation that was never seen, and one that was. */
  readonly ends: {
    readonly unseen: 'at once' | 'after NOT_FOUND_AFTER' | 'never';
    readonly seen: 'after GONE_AFTER' | 'never';
  };
  /** Whether all reads of the subscription wait for as long as Azure asks. */
  readonly holdsSubscription: boolean;
}

const NEVER_ENDS = { unseen: 'never', seen: 'never' } as const;

const passing: Decision = {
  pause: 'backoff',
  shownFrom: 2,
  blinds: 'watch',
  ends: NEVER_ENDS,
  holdsSubscription: false,
};
const forPeople: Decision = { ...passing, pause: 'slow', shownFrom: 1 };

/** What each kind of read failure means for a watch. None of them makes it failed. */
export const READ_FAILURES: Readonly<Record<FailureKind, Decision>> = {
  transient: passing,
  invalid: passing,
  throttled: { ...passing, holdsSubscription: true },
  // A grant takes effect later: it goes on, slowly.
  forbidden: forPeople,
  unauthorized: { ...forPeople, blinds: 'bot' },
  unsupported: { ...forPeople, ends: { unseen: 'at once', seen: 'never' } },
  'not-found': {
    ...passing,
    shownFrom: 'never',
    blinds: undefined,
    ends: { unseen: 'after NOT_FOUND_AFTER', seen: 'after GONE_AFTER' },
  },
};
