import * as v from 'valibot';
import { defineStep } from './define-step.ts';
import { EditLease } from './edit-lease.ts';

/** Leases the next message that may be edited. */
export const leaseEdit = defineStep(import.meta.url, {
  keys: ['edits', 'editsLeased', 'editPlaces', 'holds', 'editPace'],
  args: {
    holdNames: v.array(v.string()),
    leaseMs: v.number(),
    /** Urgencies: of those that are left out for once in favour of less urgent ones, and of these. */
    sparedFrom: v.number(),
    sparedTo: v.number(),
  },
  answer: v.union([
    v.strictTuple([v.literal('none')]),
    v.strictTuple([v.literal('wait'), v.number()]),
    v.strictTuple([v.literal('leased'), v.string(), EditLease]),
  ]),
});
