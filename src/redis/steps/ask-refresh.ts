import * as v from 'valibot';
import { Deadline } from '../deadline.ts';
import { defineStep } from './define-step.ts';

/** Takes note of a wish for a fresh look. */
export const askRefresh = defineStep(import.meta.url, {
  keys: ['watch'],
  args: {
    deadlineMs: Deadline,
  },
  answer: v.strictTuple([v.picklist(['late', 'forgotten', 'asked'])]),
});
