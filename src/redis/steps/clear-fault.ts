import * as v from 'valibot';
import { Destination } from '../../watch/names.ts';
import { defineStep } from './define-step.ts';

/** Ends a fault that has been disproved since it was last seen, or that nobody has seen for long. */
export const clearFault = defineStep(import.meta.url, {
  keys: ['fault', 'faults', 'outbox', 'owing'],
  args: {
    destination: Destination,
    name: v.string(),
    quietMs: v.number(),
    untriedMs: v.optional(v.number()),
    keepMs: v.number(),
  },
  answer: v.strictTuple([v.picklist(['gone', 'stands', 'works', 'untried'])]),
});
