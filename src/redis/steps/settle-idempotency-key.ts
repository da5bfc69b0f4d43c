import * as v from 'valibot';
import { defineStep } from './define-step.ts';

/** Keeps how a request was answered under the key that was taken for it, or gives the key back. */
export const settleIdempotencyKey = defineStep(import.meta.url, {
  keys: ['idempotency'],
  args: {
    owner: v.string(),
    answer: v.optional(v.string()),
    keepMs: v.number(),
  },
  answer: v.strictTuple([v.picklist(['lost', 'kept', 'returned'])]),
});
