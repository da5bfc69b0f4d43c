import * as v from 'valibot';
import { MessageName } from '../../watch/names.ts';
import { defineStep } from './define-step.ts';

/** No channel takes a digest: no entry is put on it any more, and it is not to be posted. */
export const splitDigest = defineStep(import.meta.url, {
  keys: ['digest', 'untaken', 'appointments'],
  args: { message: MessageName },
  answer: v.strictTuple([v.picklist(['forgotten', 'split'])]),
});
