import * as v from 'valibot';
import { UserId } from '../../watch/names.ts';
import { defineStep } from './define-step.ts';

/** A Home tab is published; it stays due where something has changed since it was leased. */
export const settleHome = defineStep(import.meta.url, {
  keys: ['homesDue'],
  args: { user: UserId, lease: v.number() },
  answer: v.strictTuple([v.picklist(['settled'])]),
});
