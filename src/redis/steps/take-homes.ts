import * as v from 'valibot';
import { defineStep } from './define-step.ts';

/** Leases Home tabs that are to be published: until when, and whose they are; nothing where none is due. */
export const takeHomes = defineStep(import.meta.url, {
  keys: ['homesDue', 'homesPace'],
  args: { most: v.number(), intervalMs: v.number(), leaseMs: v.number() },
  answer: v.array(v.string()),
});
