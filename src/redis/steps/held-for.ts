import * as v from 'valibot';
import { defineStep } from './define-step.ts';

/** For how many milliseconds a hold goes on. */
export const heldFor = defineStep(import.meta.url, {
  keys: ['holds'],
  args: {
    name: v.string(),
  },
  answer: v.number(),
});
