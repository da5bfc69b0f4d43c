import { MessageName } from '../../watch/names.ts';
import {
  AcknowledgementAnswer,
  acknowledgementArgs,
  acknowledgementKeys,
} from './acknowledgement-args.ts';
import { defineStep } from './define-step.ts';

/** Notes who looks after how a watch ended, or that nobody does any more; the first one counts. */
export const acknowledgeAlert = defineStep(import.meta.url, {
  keys: ['watch', ...acknowledgementKeys],
  args: { message: MessageName, ...acknowledgementArgs },
  answer: AcknowledgementAnswer,
});
