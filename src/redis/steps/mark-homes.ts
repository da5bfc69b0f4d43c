import * as v from 'valibot';
import { defineStep } from './define-step.ts';

/** Has the Home tabs published that were opened lately: something has changed that they show. */
export const markHomes = defineStep(import.meta.url, {
  keys: ['homes', 'homesDue'],
  args: { forMs: v.number(), afterMs: v.number() },
  answer: v.strictTuple([v.picklist(['marked'])]),
});
