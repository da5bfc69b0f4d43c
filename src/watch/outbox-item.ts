import * as v from 'valibot';
import { AskerId } from './askers.ts';
import {
  BurstKind,
  CardKey,
  DigestId,
  FaultName,
  PagerName,
  ReminderId,
  UserId,
  WatchId,
} from './names.ts';
import { PagerEvent } from './pager-event.ts';
import { ConditionName, StoredProgress } from './watch-record.ts';

/** Which condition, and which of the watch's spells. */
const spell = { condition: ConditionName, spell: v.number() };

/** Something that happened, told once in a card's thread. `at` is in milliseconds since the epoch. */
const Note = v.variant('kind', [
  v.object({
    kind: v.literal('milestone'),
    at: v.number(),
    milestone: v.number(),
    progress: StoredProgress,
    bytesPerSecond: v.optional(v.number()),
  }),
  v.object({
    kind: v.literal('condition'),
    at: v.number(),
    ...spell,
    since: v.number(),
    explanation: v.optional(v.string()),
  }),
  v.object({
    kind: v.literal('condition-over'),
    at: v.number(),
    ...spell,
    since: v.number(),
    progress: StoredProgress,
  }),
  /** What the ending was stands in the record, which changes no more. */
  v.object({ kind: v.literal('ended'), at: v.number() }),
  /** The same once more, in the channel: the card under which it was told turned out to be gone. */
  v.object({ kind: v.literal('ended-anew'), at: v.number() }),
  v.object({ kind: v.literal('stopped'), at: v.number(), by: AskerId }),
]);
export type Note = v.InferOutput<typeof Note>;

const owner = { watchId: WatchId, at: v.number() };
/** Who has done it, and in their words. */
const whatWasDone = { by: UserId, done: v.string() };
const onCard = { ...owner, cardKey: CardKey };

/** One post about a watch that is still owed. */
const WatchItem = v.variant('kind', [
  /** The card itself: shows what the record says when it is posted. */
  v.object({ kind: v.literal('card'), ...onCard }),
  v.object({ kind: v.literal('note'), ...onCard, note: Note }),
  /** In its thread: how the progress went, as a picture. */
  v.object({ kind: v.literal('chart'), ...onCard }),
  /** A new message in the on-call channel: how the watch ended. */
  v.object({ kind: v.literal('alert'), ...owner }),
  /** The whole error text, in the alert's thread. */
  v.object({ kind: v.literal('alert-details'), ...owner }),
  /** A new message in the on-call channel: something is odd. */
  v.object({ kind: v.literal('condition-alert'), ...owner, ...spell, since: v.number() }),
  /** In the thread of such an alert: it is over. */
  v.object({ kind: v.literal('condition-alert-over'), ...owner, ...spell }),
  /** In the thread of how it ended: what somebody has done about it. */
  v.object({ kind: v.literal('alert-done'), ...owner, ...whatWasDone }),
  /** In the thread of how an earlier try ended: this one has succeeded. */
  v.object({
    kind: v.literal('alert-recovered'),
    ...owner,
    failed: WatchId,
    failedAt: v.number(),
    tries: v.number(),
  }),
  /** An answer to the asker alone: there was nothing to show a card for. */
  v.object({ kind: v.literal('whisper'), ...onCard }),
  /** What a pager is told. */
  v.object({ kind: v.literal('pager-event'), ...owner, pager: PagerName, what: PagerEvent }),
]);
export type WatchItem = v.InferOutput<typeof WatchItem>;

/** What a pager is told, and nobody in Slack. */
export type PagerItem = Extract<WatchItem, { kind: 'pager-event' }>;

/** The subscription in which a fault was first seen, where it does not concern all. */
const subscription = v.optional(v.string());

/** A post about the bot itself, told once for all watches. */
const FaultItem = v.variant('kind', [
  v.object({
    kind: v.literal('fault'),
    fault: FaultName,
    subscription,
    /** Since when, in milliseconds since the epoch: names this time that it stands. */
    since: v.number(),
    explanation: v.string(),
  }),
  /** In its thread: it is over, since Azure takes the sign-in again, or nobody has tried for long. */
  v.object({
    kind: v.literal('fault-over'),
    fault: FaultName,
    subscription,
    why: v.picklist(['works', 'untried']),
    since: v.number(),
    at: v.number(),
  }),
  /** Our memory went back: an event, which is told and never over. */
  v.object({
    kind: v.literal('memory-loss'),
    fault: v.literal('memory'),
    /** When it was noticed. */
    since: v.number(),
    /** How much of it is lost; absent where all of it is. */
    lostMs: v.optional(v.number()),
  }),
]);
export type FaultItem = v.InferOutput<typeof FaultItem>;

/** A new message in the on-call channel that names many operations, an entry each. */
const DigestItem = v.object({
  kind: v.literal('digest'),
  burst: BurstKind,
  digest: DigestId,
  at: v.number(),
});
export type DigestItem = v.InferOutput<typeof DigestItem>;

/** In its thread: what somebody has done about what it tells. */
const DigestDoneItem = v.object({
  kind: v.literal('digest-done'),
  burst: BurstKind,
  digest: DigestId,
  at: v.number(),
  ...whatWasDone,
});
export type DigestDoneItem = v.InferOutput<typeof DigestDoneItem>;

/** On-call is called again in a new message: nobody looks after what it was called for. */
const ReminderItem = v.object({
  kind: v.literal('reminder'),
  reminder: ReminderId,
  at: v.number(),
  /** It was called so often in vain that others are called. */
  escalates: v.boolean(),
});
export type ReminderItem = v.InferOutput<typeof ReminderItem>;

/** One post that is still owed to Slack, or to a pager. */
export const OutboxItem = v.variant('kind', [
  WatchItem,
  FaultItem,
  DigestItem,
  DigestDoneItem,
  ReminderItem,
]);
export type OutboxItem = WatchItem | FaultItem | DigestItem | DigestDoneItem | ReminderItem;

/** One post that is still owed to Slack. */
export type SlackItem = Exclude<OutboxItem, PagerItem>;

/** What others than an asker alone may read in Slack. */
export type PublicItem = Exclude<OutboxItem, { kind: 'whisper' | 'pager-event' }>;

/** Whether a post is about one watch. */
export function isWatchItem(item: OutboxItem): item is WatchItem {
  return 'watchId' in item;
}
