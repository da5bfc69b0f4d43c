import * as v from 'valibot';
import { Destination } from '../../watch/names.ts';
import { defineStep } from './define-step.ts';

/** Something keeps the bot from its work, in all or in some subscriptions (still). */
export const raiseFault = defineStep(import.meta.url, {
  keys: ['fault', 'faults', 'outbox', 'owing'],
  args: {
    destination: Destination,
    name: v.string(),
    explanation: v.string(),
    subscription: v.optional(v.string()),
  },
  answer: v.strictTuple([v.picklist(['stands', 'raised'])]),
});
