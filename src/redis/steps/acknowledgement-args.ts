import * as v from 'valibot';
import { Destination, DigestId, UserId } from '../../watch/names.ts';
import { Deadline } from '../deadline.ts';

/** What every step is told of a press on a message that calls on-call. */
export const acknowledgementArgs = {
  /** Who looks after it from now on. Absent: it is taken back. */
  acknowledgement: v.optional(v.string()),
  /** Who takes it back. */
  reopened: v.optional(v.string()),
  by: UserId,
  /** Since when it stands as the presser has seen it; 0: nobody looks after it. */
  seenAt: v.number(),
  /** It is snoozed until then; 0: it is not. */
  untilMs: v.number(),
  isDone: v.boolean(),
  /** Pressed on a reminder, which shows only what nobody looks after. */
  isReminder: v.boolean(),
  /** When on-call is called for what is taken back. Absent: never. */
  remindAfterMs: v.optional(v.number()),
  destination: Destination,
  /** Owed there, to tell what was done. Absent: nothing is. */
  item: v.optional(v.string()),
  urgency: v.number(),
  /** Begins the names of reminders' messages. */
  reminderMessages: v.string(),
  deadlineMs: Deadline,
};

/**
 * - `late`: nothing has been changed
 * - `forgotten`: the message is no longer kept
 * - `changed`, and `same`: it stands as was wished for, now or already
 * - `faster`, `done`: somebody else was, and how it stands
 * - `open`: there is nothing to take back
 * - `short`: it is forgotten before the snooze ends
 *
 * Then how it stood, as it is stored; the digest that has what the presser had not seen of it, if any; and since when
 * on-call was called for what is taken on now, in milliseconds since the epoch.
 */
export const AcknowledgementAnswer = v.strictTuple([
  v.picklist(['late', 'forgotten', 'changed', 'same', 'faster', 'done', 'open', 'short']),
  v.string(),
  v.union([v.literal(''), DigestId]),
  v.union([v.literal(''), v.pipe(v.string(), v.toNumber())]),
]);

export const acknowledgementKeys = [
  'outbox',
  'owing',
  'edits',
  'editsLeased',
  'editPlaces',
  'untaken',
  'appointments',
  'careChanged',
] as const;
