import * as v from 'valibot';
import { MessageName } from '../../watch/names.ts';
import { defineStep } from './define-step.ts';

/** On-call is not called again for a message, unless another appointment has been made for it meanwhile. */
export const cancelAppointment = defineStep(import.meta.url, {
  keys: ['appointments'],
  args: { message: MessageName, at: v.number() },
  answer: v.strictTuple([v.picklist(['canceled', 'changed'])]),
});
