import * as v from 'valibot';
import { defineStep } from './define-step.ts';

/** Notes who has changed what. */
export const noteAudit = defineStep(import.meta.url, {
  keys: ['audit'],
  args: {
    entry: v.string(),
    /** So many are kept at most. */
    most: v.number(),
    keepMs: v.number(),
  },
  answer: v.strictTuple([v.literal('noted')]),
});
