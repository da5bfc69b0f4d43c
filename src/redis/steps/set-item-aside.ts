import * as v from 'valibot';
import { Destination } from '../../watch/names.ts';
import { defineStep } from './define-step.ts';

/** Takes an item off its outbox that nobody can read, and keeps it for a person to look at. */
export const setItemAside = defineStep(import.meta.url, {
  keys: ['outbox', 'owing', 'stuck', 'owner', 'epoch', 'aside'],
  args: {
    destination: Destination,
    item: v.string(),
    claimField: v.string(),
    routeField: v.string(),
    /** Of a watch. */
    epochNumber: v.optional(v.number()),
    /** Tells of it, for whoever looks. */
    entry: v.string(),
  },
  answer: v.strictTuple([v.picklist(['settled', 'aside'])]),
});
