import * as v from 'valibot';
import { BurstKind, Destination, DigestId } from '../../watch/names.ts';
import { defineStep } from './define-step.ts';

/** Has a digest posted anew whose message is lost. */
export const repostDigest = defineStep(import.meta.url, {
  keys: ['digest', 'outbox', 'owing'],
  args: {
    destination: Destination,
    burst: BurstKind,
    digestId: DigestId,
    ts: v.string(),
  },
  answer: v.strictTuple([v.picklist(['settled', 'owed'])]),
});
