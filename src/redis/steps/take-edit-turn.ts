import * as v from 'valibot';
import { MessageName } from '../../watch/names.ts';
import { defineStep } from './define-step.ts';
import { EditLease } from './edit-lease.ts';

/** Asks for the turn to send the edit of a message that we have leased. */
export const takeEditTurn = defineStep(import.meta.url, {
  keys: ['editPace', 'editsLeased'],
  args: {
    message: MessageName,
    lease: EditLease,
    intervalMs: v.number(),
    lateMs: v.number(),
    leaseMs: v.number(),
  },
  answer: v.union([
    v.strictTuple([v.literal('granted'), EditLease]),
    v.strictTuple([v.literal('wait'), v.number()]),
    v.strictTuple([v.literal('lost')]),
  ]),
});
