import * as v from 'valibot';
import { defineStep } from './define-step.ts';

/** Gives a key another name that is of another type than it is to be, so that a new one can be begun. */
export const setKeyAside = defineStep(import.meta.url, {
  keys: ['holder', 'aside', 'asideKey'],
  args: {
    /** The type that it is to be of. */
    holds: v.picklist(['zset', 'set', 'hash', 'list']),
    /** Tells of it, for whoever looks. */
    entry: v.string(),
  },
  answer: v.strictTuple([v.picklist(['sound', 'aside'])]),
});
