import * as v from 'valibot';
import { MessageName } from '../../watch/names.ts';
import { defineStep } from './define-step.ts';
import { EditLease } from './edit-lease.ts';

/** Ends a lease undone: the message waits again, in its old place. */
export const returnEdit = defineStep(import.meta.url, {
  keys: ['edits', 'editsLeased', 'editPlaces'],
  args: {
    message: MessageName,
    lease: EditLease,
  },
  answer: v.strictTuple([v.picklist(['late', 'returned'])]),
});
