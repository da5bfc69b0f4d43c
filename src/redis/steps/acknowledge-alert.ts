import * as v from 'valibot';
import { MessageName } from '../../watch/names.ts';
import { Deadline } from '../deadline.ts';
import { defineStep } from './define-step.ts';

/** Notes who looks after how a watch ended; the first one counts. */
export const acknowledgeAlert = defineStep(import.meta.url, {
  keys: ['watch', 'edits', 'editsLeased', 'editPlaces', 'untaken', 'appointments'],
  args: {
    message: MessageName,
    urgency: v.number(),
    /** Begins the names of reminders' messages. */
    reminders: v.string(),
    acknowledgement: v.string(),
    deadlineMs: Deadline,
  },
  answer: v.strictTuple([v.picklist(['late', 'forgotten', 'first', 'acknowledged'])]),
});
