import * as v from 'valibot';
import { MessageName } from '../../watch/names.ts';
import { defineStep } from './define-step.ts';

/** Messages of ours may look different now, or will soon. */
export const markEdits = defineStep(import.meta.url, {
  keys: ['edits', 'editsLeased', 'editPlaces'],
  args: {
    urgency: v.number(),
    afterMs: v.number(),
    messages: v.array(MessageName),
  },
  answer: v.strictTuple([v.picklist(['marked'])]),
});
