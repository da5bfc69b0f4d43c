import * as v from 'valibot';
import { defineStep } from './define-step.ts';

/** No turn comes for a while, and after it one by one. */
export const slowTurns = defineStep(import.meta.url, {
  keys: ['budget'],
  args: {
    intervalMs: v.number(),
    atOnce: v.number(),
    pauseMs: v.number(),
  },
  answer: v.strictTuple([v.picklist(['slowed'])]),
});
