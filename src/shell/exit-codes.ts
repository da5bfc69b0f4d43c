import type { Verdict } from '../watch/watch-record.ts';

/** What the command ends with, for scripts. A read that fails is never `failed`. */
export const EXIT_CODES = {
  succeeded: 0,
  failed: 1,
  canceled: 2,
  unknown: 3,
  timedOut: 4,
  noRight: 5,
  endedOtherwise: 6,
  usage: 64,
  /** By a fault of our own, or nobody reads what we say. */
  broken: 70,
  /** Of `status`: Azure could not be read at the moment. */
  unread: 75,
  /** 128 and the number of SIGINT, as shells have it. */
  interrupted: 130,
} as const;

/** What each way to end a watch means for a script. */
export const CODE_OF_VERDICT: Readonly<Record<Exclude<Verdict, 'running' | 'stopped'>, number>> = {
  succeeded: EXIT_CODES.succeeded,
  failed: EXIT_CODES.failed,
  canceled: EXIT_CODES.canceled,
  'ended-otherwise': EXIT_CODES.endedOtherwise,
  'not-found': EXIT_CODES.unknown,
  gone: EXIT_CODES.unknown,
  'off-limits': EXIT_CODES.noRight,
  abandoned: EXIT_CODES.timedOut,
};
