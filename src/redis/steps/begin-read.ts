import * as v from 'valibot';
import { WatchId } from '../../watch/names.ts';
import { defineStep } from './define-step.ts';

/** Takes the turn of a reading that starts, and the wishes for a fresh look that it fulfils. */
export const beginRead = defineStep(import.meta.url, {
  keys: ['watch', 'holds'],
  args: {
    id: WatchId,
    /** Begins the names of the read budgets' keys. */
    budgets: v.string(),
    intervalMs: v.number(),
    atOnce: v.number(),
  },
  answer: v.strictTuple([
    v.nullable(v.string()),
    v.nullable(v.string()),
    v.number(),
    v.number(),
    v.number(),
    v.picklist([0, 1]),
  ]),
});
