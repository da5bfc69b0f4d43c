import * as v from 'valibot';
import { MessageName } from '../../watch/names.ts';
import { defineStep } from './define-step.ts';

/** On-call is not called any more for what another try has made good. */
export const recoverCall = defineStep(import.meta.url, {
  keys: ['owner', 'edits', 'editsLeased', 'editPlaces', 'untaken', 'appointments', 'careChanged'],
  args: {
    message: MessageName,
    recovered: v.string(),
    /** Of a digest, when all of it was seen to be made good. */
    size: v.optional(v.number()),
    urgency: v.number(),
    /** Begins the names of reminders' messages. */
    reminderMessages: v.string(),
  },
  answer: v.strictTuple([v.picklist(['forgotten', 'known', 'grown', 'recovered'])]),
});
