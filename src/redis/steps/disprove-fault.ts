import * as v from 'valibot';
import { defineStep } from './define-step.ts';

/** Notes evidence that a fault is over. */
export const disproveFault = defineStep(import.meta.url, {
  keys: ['fault'],
  args: {},
  answer: v.strictTuple([v.picklist(['gone', 'disproved'])]),
});
