import * as v from 'valibot';
import { UserId } from '../../watch/names.ts';
import { defineStep } from './define-step.ts';

/** Notes that somebody has opened our Home tab: it is kept up to date for a while. */
export const openHome = defineStep(import.meta.url, {
  keys: ['homes'],
  args: { user: UserId, forMs: v.number(), most: v.number() },
  answer: v.strictTuple([v.picklist(['opened'])]),
});
