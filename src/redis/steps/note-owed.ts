import * as v from 'valibot';
import { defineStep } from './define-step.ts';

/** Notes something about an item that is still the first that is owed. */
export const noteOwed = defineStep(import.meta.url, {
  keys: ['outbox', 'owner', 'target'],
  args: {
    item: v.string(),
    field: v.string(),
    value: v.string(),
  },
  answer: v.strictTuple([v.picklist(['settled', 'ownerless', 'noted'])]),
});
