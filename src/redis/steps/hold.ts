import * as v from 'valibot';
import { defineStep } from './define-step.ts';

/** Nobody reads a subscription, or calls a method of Slack's, for a while. */
export const hold = defineStep(import.meta.url, {
  keys: ['holds'],
  args: {
    name: v.string(),
    holdMs: v.number(),
  },
  answer: v.strictTuple([v.picklist(['held'])]),
});
