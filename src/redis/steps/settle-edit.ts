import * as v from 'valibot';
import { MessageName } from '../../watch/names.ts';
import { defineStep } from './define-step.ts';
import { EditLease } from './edit-lease.ts';

/** Ends the lease of a message that looks right now. */
export const settleEdit = defineStep(import.meta.url, {
  keys: ['edits', 'editsLeased', 'editPlaces', 'owner'],
  args: {
    message: MessageName,
    lease: EditLease,
    triesField: v.string(),
    shownField: v.string(),
    lookedField: v.string(),
    /** Absent where nothing is to be noted. */
    look: v.optional(v.string()),
    /** Of looking again, where the lease had run out. */
    urgency: v.number(),
  },
  answer: v.strictTuple([v.picklist(['late', 'settled'])]),
});
