import * as v from 'valibot';
import { DigestId } from '../../watch/names.ts';
import { Deadline } from '../deadline.ts';
import { defineStep } from './define-step.ts';

/** Notes who looks after all of a burst that is told and that nobody looks after yet. */
export const acknowledgeBurst = defineStep(import.meta.url, {
  keys: ['digest', 'edits', 'editsLeased', 'editPlaces', 'untaken', 'appointments'],
  args: {
    digestId: DigestId,
    /** These begin the names of digests' keys and messages, of watches' keys, and of alerts. */
    digests: v.string(),
    messages: v.string(),
    watches: v.string(),
    alerts: v.string(),
    urgency: v.number(),
    /** The pressed message is edited so much sooner. */
    othersAfterMs: v.number(),
    /** Begins the names of reminders' messages. */
    reminders: v.string(),
    acknowledgement: v.string(),
    deadlineMs: Deadline,
  },
  answer: v.strictTuple([v.picklist(['late', 'forgotten', 'first', 'acknowledged'])]),
});
