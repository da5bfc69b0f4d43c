import * as v from 'valibot';
import { BurstKind, Destination, ItemId, WatchId } from '../../watch/names.ts';
import { defineStep } from './define-step.ts';

/** Decides whether an alert is told alone; else it goes onto a digest. */
export const gatherAlert = defineStep(import.meta.url, {
  keys: [
    'burst',
    'outbox',
    'owing',
    'stuck',
    'owner',
    'epoch',
    'edits',
    'editsLeased',
    'editPlaces',
    'holds',
    'untaken',
    'appointments',
  ],
  args: {
    destination: Destination,
    item: v.string(),
    alert: ItemId,
    watchId: WatchId,
    claimField: v.string(),
    routeField: v.string(),
    epochNumber: v.number(),
    digestField: v.string(),
    kind: BurstKind,
    /** These begin the names of digests' keys, of their outboxes' keys, and of their messages. */
    digests: v.string(),
    digestOutboxes: v.string(),
    messages: v.string(),
    entry: v.string(),
    mostEntries: v.number(),
    /** Of a digest's edit. */
    urgency: v.number(),
    /** What comes within that time is one edit. */
    gatherMs: v.number(),
    keepMs: v.number(),
    /** A second alert within this time makes a burst. */
    followsMs: v.number(),
    /** Without any alert for so long, it is over. */
    endsAfterMs: v.number(),
    mentions: v.boolean(),
    mentionAgainMs: v.number(),
    editHolds: v.array(v.string()),
    heldTooLongMs: v.number(),
    /** On-call is called again after so long, unless somebody looks after it. Absent: never. */
    remindAfterMs: v.optional(v.number()),
  },
  answer: v.union([
    v.strictTuple([v.literal('alone')]),
    v.strictTuple([v.picklist(['settled', 'gathered']), v.string()]),
  ]),
});
