import * as v from 'valibot';
import { defineStep } from './define-step.ts';

/** The clock that all steps go by: of a cluster, that of the node which has our keys. */
export const readClock = defineStep(import.meta.url, {
  keys: ['proof'],
  args: {},
  answer: v.number(),
});
