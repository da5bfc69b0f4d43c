import * as v from 'valibot';
import { defineStep } from './define-step.ts';

/** Writes down, before a post, that it is about to be sent, and where. */
export const claimPost = defineStep(import.meta.url, {
  keys: ['owner', 'outbox', 'marks', 'memory'],
  args: {
    item: v.string(),
    field: v.string(),
    name: v.string(),
    place: v.string(),
    leaseMs: v.number(),
    born: v.number(),
    lossMattersMs: v.number(),
    process: v.optional(v.string()),
    known: v.optional(v.number()),
    knownSince: v.optional(v.number()),
    broke: v.optional(v.number()),
    back: v.optional(v.number()),
  },
  answer: v.union([
    v.strictTuple([v.picklist(['settled', 'ownerless', 'went-back'])]),
    v.strictTuple([v.picklist(['busy', 'claimed']), v.number()]),
    v.tupleWithRest([v.literal('doubtful'), v.number(), v.number(), v.number()], v.string()),
  ]),
});
