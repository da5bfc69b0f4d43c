import * as v from 'valibot';
import { Destination } from '../../watch/names.ts';
import { defineStep } from './define-step.ts';

/** Asks for a turn to tell a pager something: 0, or for how many milliseconds to wait. */
export const takePagerTurn = defineStep(import.meta.url, {
  keys: ['holds', 'budget'],
  args: {
    /** Its name. */
    hold: v.string(),
    destination: Destination,
    intervalMs: v.number(),
    atOnce: v.number(),
  },
  answer: v.number(),
});
