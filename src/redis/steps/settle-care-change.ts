import * as v from 'valibot';
import { MessageName } from '../../watch/names.ts';
import { defineStep } from './define-step.ts';

/** Takes a message off those of which pagers may not know who looks after it. */
export const settleCareChange = defineStep(import.meta.url, {
  keys: ['careChanged'],
  args: { message: MessageName, at: v.number() },
  answer: v.strictTuple([v.picklist(['settled', 'changed'])]),
});
