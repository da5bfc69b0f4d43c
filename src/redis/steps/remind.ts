import * as v from 'valibot';
import { MessageName, ReminderId } from '../../watch/names.ts';
import { defineStep } from './define-step.ts';

/** Calls on-call again for what nobody looks after, and makes the next appointments. */
export const remind = defineStep(import.meta.url, {
  keys: ['owing', 'untaken', 'appointments', 'careChanged', 'edits', 'editsLeased', 'editPlaces'],
  args: {
    calls: v.array(
      v.object({
        message: MessageName,
        /** The key of the hash that keeps it. */
        owner: v.string(),
        /** How many reminders of it there were. */
        made: v.number(),
        /** It was snoozed, and comes back. */
        isSnoozed: v.boolean(),
        /** When on-call is called once more. Absent: never. */
        againAfterMs: v.optional(v.number()),
      }),
    ),
    escalates: v.boolean(),
    /** These begin the names of reminders' keys, of their outboxes' keys, and of their messages. */
    reminders: v.string(),
    outboxes: v.string(),
    reminderMessages: v.string(),
    /** Of the edits of what was snoozed. */
    urgency: v.number(),
    keepMs: v.number(),
  },
  answer: v.union([
    v.strictTuple([v.literal('none')]),
    v.strictTuple([v.literal('reminded'), ReminderId]),
  ]),
});
