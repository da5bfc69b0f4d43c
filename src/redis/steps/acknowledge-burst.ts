import * as v from 'valibot';
import { DigestId } from '../../watch/names.ts';
import {
  AcknowledgementAnswer,
  acknowledgementArgs,
  acknowledgementKeys,
} from './acknowledgement-args.ts';
import { defineStep } from './define-step.ts';

/** Notes who looks after all of a burst that is told, or that nobody does any more; the first one counts. */
export const acknowledgeBurst = defineStep(import.meta.url, {
  keys: ['burst', 'digest', ...acknowledgementKeys],
  args: {
    digestId: DigestId,
    /** These begin the names of digests' keys and messages, of watches' keys, and of alerts. */
    digests: v.string(),
    messages: v.string(),
    watches: v.string(),
    alerts: v.string(),
    /** Of digests' outboxes. */
    digestOutboxes: v.string(),
    /** In which a watch names its digest. */
    digestField: v.string(),
    /** So many entries of the pressed digest has the presser seen. Absent: all. */
    entriesSeen: v.optional(v.number()),
    /** When they opened the form that they answer. Absent: there was none. */
    openedAt: v.optional(v.number()),
    /** The pressed message is edited so much sooner. */
    othersAfterMs: v.number(),
    /** What was not seen mentions on-call where its burst has not for so long. Absent: never. */
    mentionAgainMs: v.optional(v.number()),
    ...acknowledgementArgs,
  },
  answer: AcknowledgementAnswer,
});
