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
  keys: ['digest', ...acknowledgementKeys],
  args: {
    digestId: DigestId,
    /** These begin the names of digests' keys and messages, of watches' keys, and of alerts. */
    digests: v.string(),
    messages: v.string(),
    watches: v.string(),
    alerts: v.string(),
    /** The pressed message is edited so much sooner. */
    othersAfterMs: v.number(),
    ...acknowledgementArgs,
  },
  answer: AcknowledgementAnswer,
});
