import * as v from 'valibot';
import { defineStep } from './define-step.ts';

/** Asks for a turn to read a subscription for a person. */
export const askRead = defineStep(import.meta.url, {
  keys: ['holds', 'budget', 'wholeBudget'],
  args: {
    subscription: v.string(),
    /** Names who waits. */
    question: v.string(),
    asker: v.string(),
    intervalMs: v.number(),
    atOnce: v.number(),
    wholeIntervalMs: v.number(),
    wholeAtOnce: v.number(),
  },
  answer: v.strictTuple([v.picklist(['granted', 'wait', 'held']), v.number()]),
});
