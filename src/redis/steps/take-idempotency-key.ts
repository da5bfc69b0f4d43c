import * as v from 'valibot';
import { defineStep } from './define-step.ts';

/** Takes a key under which a pipeline may send the same request again, unless it has been taken. */
export const takeIdempotencyKey = defineStep(import.meta.url, {
  keys: ['idempotency'],
  args: {
    owner: v.string(),
    request: v.string(),
    leaseMs: v.number(),
  },
  answer: v.union([
    v.strictTuple([v.picklist(['taken', 'other-request'])]),
    v.strictTuple([v.literal('under-way'), v.number()]),
    v.strictTuple([v.literal('answered'), v.string()]),
  ]),
});
