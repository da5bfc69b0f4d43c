import * as v from 'valibot';
import { Destination } from '../../watch/names.ts';
import { defineStep } from './define-step.ts';

/** Asks for a turn to post in a channel: 0, or for how many milliseconds to wait. */
export const takePostTurn = defineStep(import.meta.url, {
  keys: ['holds', 'budget', 'workspaceBudget'],
  args: {
    hold: v.string(),
    post: Destination,
    /** Whose turn it is: a person's id, or empty. */
    asker: v.string(),
    goesFirst: v.boolean(),
    aheadMs: v.number(),
    intervalMs: v.number(),
    atOnce: v.number(),
    workspaceIntervalMs: v.number(),
    workspaceAtOnce: v.number(),
  },
  answer: v.number(),
});
