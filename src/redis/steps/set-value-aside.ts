import * as v from 'valibot';
import { defineStep } from './define-step.ts';

/** Takes a value from where it is of no use, and keeps it for a person to look at. */
export const setValueAside = defineStep(import.meta.url, {
  keys: ['holder', 'aside'],
  args: {
    holds: v.picklist(['zset', 'set', 'hash']),
    /** Of the member or field. */
    name: v.string(),
    /** Of the field. */
    value: v.optional(v.string()),
    /** Tells of it, for whoever looks. */
    entry: v.string(),
  },
  answer: v.strictTuple([v.picklist(['gone', 'aside'])]),
});
