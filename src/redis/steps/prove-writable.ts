import * as v from 'valibot';
import { defineStep } from './define-step.ts';

export const proveWritable = defineStep(import.meta.url, {
  keys: ['proof'],
  args: {},
  answer: v.tuple([v.literal('writable')]),
});
