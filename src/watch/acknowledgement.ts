import * as v from 'valibot';
import { UserId } from './names.ts';

/** Somebody looks after what a call tells; times in milliseconds since the epoch. */
export const Acknowledgement = v.object({
  by: UserId,
  at: v.number(),
  /** Snoozed: on-call is called again then. */
  until: v.optional(v.number()),
  /** That was reckoned in UTC, since nobody knows the presser's time zone. */
  isUtc: v.optional(v.literal(true)),
  /** It is done with, for good, and this is what was done; empty where that was not said. */
  done: v.optional(v.string()),
});
export type Acknowledgement = v.InferOutput<typeof Acknowledgement>;

/** Why nobody looks after a call any more that somebody has looked after. */
export const Reopened = v.object({
  /** Who has taken it back, or has snoozed it. */
  by: UserId,
  at: v.number(),
  /** It was snoozed until then. Absent: taken back. */
  until: v.optional(v.number()),
});
export type Reopened = v.InferOutput<typeof Reopened>;

/** Another try has succeeded, so that nobody needs to look any more. */
export const Recovered = v.object({
  at: v.number(),
  /** Which try that was, from 2 on. */
  tries: v.number(),
});
export type Recovered = v.InferOutput<typeof Recovered>;

/** Who looks after a call: at most one of the first two is there. */
export interface Care {
  readonly acknowledged?: Acknowledgement | undefined;
  readonly reopened?: Reopened | undefined;
  /** Nobody needs to: what it tells has been made good. */
  readonly recovered?: Recovered | undefined;
}

/** Whether on-call is called for it still. */
export function isOpenCall({ acknowledged, recovered }: Care): boolean {
  return !acknowledged && !recovered;
}

/** What was done is said in so many characters at most. */
export const LONGEST_DONE = 500;
