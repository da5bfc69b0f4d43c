import * as v from 'valibot';
import { Destination, MessageName, WatchId } from '../../watch/names.ts';
import { Deadline } from '../deadline.ts';
import { defineStep } from './define-step.ts';

/** Stores a decision, all of it or nothing: the record, what it owes Slack, and which cards are to be edited. */
export const commitWatch = defineStep(import.meta.url, {
  keys: [
    'watch',
    'live',
    'epoch',
    'ended',
    'runs',
    'failed',
    'memory',
    'owing',
    'edits',
    'editsLeased',
    'editPlaces',
    'editAskers',
    'outboxes',
  ],
  args: {
    id: WatchId,
    /** 0: it is not stored yet. */
    expectedVersion: v.number(),
    record: v.string(),
    isLive: v.boolean(),
    keepMs: v.number(),
    /** When it ended, where that is remembered. */
    endedAt: v.optional(v.number()),
    /** What it adds to the runs of its series, and when that ended. */
    run: v.optional(v.string()),
    runAt: v.optional(v.number()),
    /** When that began. */
    ranFrom: v.optional(v.number()),
    /** Whether it has failed: then it waits so long for another try. */
    triedAgainWithinMs: v.optional(v.number()),
    epochNumber: v.number(),
    begunAt: v.number(),
    deadlineMs: Deadline,
    subscription: v.string(),
    asker: v.string(),
    /** A reading is what was decided on. */
    isReading: v.boolean(),
    /** Absent: stays as it is. */
    priority: v.optional(v.boolean()),
    /** Of its cards' edits. */
    urgency: v.number(),
    /** With the field that tells when a card was last looked at: the longest unseen goes first. */
    cards: v.array(v.object({ message: MessageName, lookedField: v.optional(v.string()) })),
    /** With the index of the outbox that it goes to. */
    items: v.array(v.object({ outbox: v.number(), destination: Destination, item: v.string() })),
  },
  answer: v.strictTuple([v.picklist(['late', 'conflict', 'done', 'done-refresh'])]),
});
