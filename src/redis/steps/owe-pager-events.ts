import * as v from 'valibot';
import { Destination } from '../../watch/names.ts';
import { defineStep } from './define-step.ts';

/** Owes pagers what they are to be told of who looks after how a watch ended. */
export const owePagerEvents = defineStep(import.meta.url, {
  keys: ['watch', 'owing', 'outboxes'],
  args: {
    /** What pagers know of it, and will know. */
    before: v.string(),
    after: v.string(),
    /** As many as outboxes. */
    items: v.array(v.object({ destination: Destination, item: v.string() })),
  },
  answer: v.strictTuple([v.picklist(['forgotten', 'conflict', 'owed'])]),
});
