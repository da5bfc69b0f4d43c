import type { FailureKind, Reading } from './reading.ts';
import type { Trouble } from './watch-record.ts';

/** Whether Azure takes the bot's sign-in, as far as a reading tells. */
type SignIn = 'works' | 'refused' | 'unknown';

interface Decision {
  /**
   * When to look again, unless Azure names a later time: after pauses that double from POLL_MIN to
   * POLL_MAX, or slowly at once, since only a person can help.
   */
  readonly pause: 'backoff' | 'slow';
  /** From which failure in a row on the card says so; a single slip is not worth a word. */
  readonly shownFrom: 1 | 2 | 'never';
  /** Who is told of each watch when it lasts for BLIND_AFTER: those who watch, and on-call besides. */
  readonly blinds: 'all' | 'those who watch' | 'nobody';
  /** What it says of our sign-in. Where Azure refuses that, on-call is told once for all watches. */
  readonly signIn: SignIn;
  /** How the watch ends when it lasts: an operation that was never seen, and one that was. */
  readonly ends: {
    readonly unseen: 'at once' | 'after NOT_FOUND_AFTER' | 'off-limits at once' | 'never';
    readonly seen: 'after GONE_AFTER' | 'off-limits at once' | 'never';
  };
  /** Whether all reads of the subscription wait for as long as Azure asks. */
  readonly holdsSubscription: boolean;
}

const NEVER_ENDS = { unseen: 'never', seen: 'never' } as const;

const passing: Decision = {
  pause: 'backoff',
  shownFrom: 2,
  blinds: 'all',
  signIn: 'unknown',
  ends: NEVER_ENDS,
  holdsSubscription: false,
};
const forPeople: Decision = { ...passing, pause: 'slow', shownFrom: 1 };

/** What each kind of read failure means for a watch. None of them makes it failed. */
export const READ_FAILURES: Readonly<Record<FailureKind, Decision>> = {
  transient: passing,
  invalid: passing,
  throttled: { ...passing, signIn: 'works', holdsSubscription: true },
  // A grant takes effect later: it goes on, slowly.
  forbidden: { ...forPeople, signIn: 'works' },
  // It may pass by itself, and all watches have it at once: the bot's own fault, of which on-call alone is told.
  unauthorized: { ...passing, blinds: 'nobody', signIn: 'refused' },
  // All others go on meanwhile, so that those who watch would not know.
  'other-tenant': { ...forPeople, blinds: 'those who watch', signIn: 'refused' },
  unsupported: { ...forPeople, ends: { unseen: 'at once', seen: 'never' } },
  'not-found': {
    ...passing,
    shownFrom: 'never',
    blinds: 'nobody',
    signIn: 'works',
    ends: { unseen: 'after NOT_FOUND_AFTER', seen: 'after GONE_AFTER' },
  },
  // Whoever runs the bot has decided so, and only they can take it back: to look again is of no use.
  'off-limits': {
    ...forPeople,
    shownFrom: 'never',
    blinds: 'nobody',
    ends: { unseen: 'off-limits at once', seen: 'off-limits at once' },
  },
};

/** Whether the card says that a watch can't be read. */
export function isShown({ failure, blindCount }: Trouble): boolean {
  const { shownFrom } = READ_FAILURES[failure];
  return shownFrom !== 'never' && blindCount >= shownFrom;
}

/** What a reading says of our sign-in: whoever can read, or is told that they may not, is signed in. */
export function signInOf(reading: Reading): SignIn {
  return reading.kind === 'snapshot' ? 'works' : READ_FAILURES[reading.failure].signIn;
}
