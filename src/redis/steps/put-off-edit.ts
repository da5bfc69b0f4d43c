import * as v from 'valibot';
import { MessageName } from '../../watch/names.ts';
import { defineStep } from './define-step.ts';
import { EditLease } from './edit-lease.ts';

/** An edit did not work: nobody leases the message for a while, longer each time. */
export const putOffEdit = defineStep(import.meta.url, {
  keys: ['editsLeased', 'owner'],
  args: {
    message: MessageName,
    lease: EditLease,
    triesField: v.string(),
    shortestMs: v.number(),
    longestMs: v.number(),
  },
  answer: v.strictTuple([v.number(), EditLease]),
});
