import * as v from 'valibot';
import { defineStep } from './define-step.ts';

/** Gives a claim up: Slack has surely not taken the post, or nobody knows. */
export const releasePost = defineStep(import.meta.url, {
  keys: ['owner'],
  args: {
    field: v.string(),
    name: v.string(),
    inDoubt: v.boolean(),
  },
  answer: v.strictTuple([v.picklist(['lost', 'released'])]),
});
