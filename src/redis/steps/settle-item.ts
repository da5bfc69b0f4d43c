import * as v from 'valibot';
import { Destination, MessageName } from '../../watch/names.ts';
import { defineStep } from './define-step.ts';

/** Takes an item off its outbox, together with what is known of its post. */
export const settleItem = defineStep(import.meta.url, {
  keys: [
    'outbox',
    'owing',
    'stuck',
    'owner',
    'epoch',
    'edits',
    'editsLeased',
    'editPlaces',
    'untaken',
    'appointments',
  ],
  args: {
    destination: Destination,
    item: v.string(),
    claimField: v.string(),
    routeField: v.string(),
    /** Of a watch. */
    epochNumber: v.optional(v.number()),
    /** Fields and values, one after the other. */
    known: v.array(v.string()),
    /** Of ours, that stands now. */
    message: v.optional(MessageName),
    urgency: v.number(),
    /** It calls on-call. Absent: where its owner says so. */
    isCall: v.optional(v.boolean()),
    /** On-call is called again after so long, unless somebody looks after it. Absent: never. */
    remindAfterMs: v.optional(v.number()),
  },
  answer: v.strictTuple([v.picklist(['settled'])]),
});
