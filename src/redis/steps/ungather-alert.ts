import * as v from 'valibot';
import { Destination, MessageName } from '../../watch/names.ts';
import { RoutePlace } from '../../watch/route.ts';
import { defineStep } from './define-step.ts';

/** An entry of a digest that no channel takes is told alone after all, to those who asked. */
export const ungatherAlert = defineStep(import.meta.url, {
  keys: ['watch', 'outbox', 'owing'],
  args: {
    destination: Destination,
    item: v.string(),
    digestField: v.string(),
    digest: MessageName,
    routeField: v.string(),
    place: RoutePlace,
  },
  answer: v.strictTuple([v.picklist(['settled', 'owed'])]),
});
