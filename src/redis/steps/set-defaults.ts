import * as v from 'valibot';
import { ChannelId } from '../../watch/names.ts';
import { Deadline } from '../deadline.ts';
import { defineStep } from './define-step.ts';

/** Keeps what a channel's operations have in common, or nothing of it any more. */
export const setDefaults = defineStep(import.meta.url, {
  keys: ['defaults'],
  args: {
    channel: ChannelId,
    /** What was read of it. */
    before: v.optional(v.string()),
    value: v.optional(v.string()),
    deadlineMs: Deadline,
  },
  answer: v.strictTuple([v.picklist(['late', 'changed', 'done'])]),
});
