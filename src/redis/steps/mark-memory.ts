import * as v from 'valibot';
import { Destination } from '../../watch/names.ts';
import { defineStep } from './define-step.ts';

/** Notes that a process is here; where its last mark is lost, that our memory went back. */
export const markMemory = defineStep(import.meta.url, {
  keys: ['marks', 'memory', 'fault', 'outbox', 'owing'],
  args: {
    process: v.string(),
    /** 0: none. */
    known: v.number(),
    first: v.number(),
    knownSince: v.number(),
    /** 0: it has not. */
    broke: v.number(),
    /** 0: not yet. */
    back: v.number(),
    destination: Destination,
    keepMs: v.number(),
    mostMarks: v.number(),
  },
  answer: v.union([
    v.strictTuple([v.number(), v.number(), v.number()]),
    v.strictTuple([v.number(), v.number(), v.number(), v.number(), v.number()]),
  ]),
});
