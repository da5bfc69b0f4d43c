import * as v from 'valibot';
import { ConditionName } from './condition-name.ts';

/** What may keep the bot from its work as a whole: Azure does not take its sign-in. */
export const FaultName = v.picklist(['sign-in']);
export type FaultName = v.InferOutput<typeof FaultName>;

const Progress = v.object({
  percent: v.optional(v.number()),
  doneBytes: v.optional(v.number()),
  totalBytes: v.optional(v.number()),
});

/** Which condition, and which of the watch's spells. */
const spell = { condition: ConditionName, spell: v.number() };

/** Something that happened, told once in a card's thread. `at` is in milliseconds since the epoch. */
const Note = v.variant('kind', [
  v.object({
    kind: v.literal('started'),
    at: v.number(),
    askedBy: v.string(),
    progress: Progress,
  }),
  v.object({
    kind: v.literal('milestone'),
    at: v.number(),
    milestone: v.number(),
    progress: Progress,
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
    progress: Progress,
  }),
  /** What the ending was stands in the record, which changes no more. */
  v.object({ kind: v.literal('ended'), at: v.number() }),
  v.object({ kind: v.literal('stopped'), at: v.number(), by: v.string() }),
]);
export type Note = v.InferOutput<typeof Note>;

const owner = { watchId: v.string(), at: v.number() };
const onCard = { ...owner, cardKey: v.string() };

/** One post about a watch that a destination still owes Slack. */
const WatchItem = v.variant('kind', [
  /** The card itself: shows what the record says when it is posted. */
  v.object({ kind: v.literal('card'), ...onCard }),
  v.object({ kind: v.literal('note'), ...onCard, note: Note }),
  /** A new message in the on-call channel: how the watch ended. */
  v.object({ kind: v.literal('alert'), ...owner }),
  /** The whole error text, in the alert's thread. */
  v.object({ kind: v.literal('alert-details'), ...owner }),
  /** A new message in the on-call channel: something is odd. */
  v.object({ kind: v.literal('condition-alert'), ...owner, ...spell, since: v.number() }),
  /** In the thread of such an alert: it is over. */
  v.object({ kind: v.literal('condition-alert-over'), ...owner, ...spell }),
  /** An answer to the asker alone: there was nothing to show a card for. */
  v.object({ kind: v.literal('whisper'), ...onCard }),
]);
export type WatchItem = v.InferOutput<typeof WatchItem>;

/** A post about the bot itself: something that keeps it from its work, told once for all watches. */
const FaultItem = v.variant('kind', [
  v.object({
    kind: v.literal('fault'),
    fault: FaultName,
    /** Since when, in milliseconds since the epoch: names this time that it stands. */
    since: v.number(),
    explanation: v.string(),
  }),
  /** In its thread: it is over. */
  v.object({
    kind: v.literal('fault-over'),
    fault: FaultName,
    since: v.number(),
    at: v.number(),
  }),
]);
export type FaultItem = v.InferOutput<typeof FaultItem>;

/** Alerts of these kinds are told together where they come too fast to be told one by one. */
export const StormKind = v.picklist(['failures', 'conditions']);
export type StormKind = v.InferOutput<typeof StormKind>;

/** A new message in the on-call channel that names many operations, a line each. */
const StormItem = v.object({
  kind: v.literal('storm'),
  storm: StormKind,
  page: v.string(),
  at: v.number(),
});
export type StormItem = v.InferOutput<typeof StormItem>;

/** One post that a destination still owes Slack. */
export const OutboxItem = v.variant('kind', [WatchItem, FaultItem, StormItem]);
export type OutboxItem = WatchItem | FaultItem | StormItem;

/** Whether a post is about one watch. */
export function isWatchItem(item: OutboxItem): item is WatchItem {
  return 'watchId' in item;
}

/** An item's id: the same for the same event, however often it is worked out. */
export function itemId(item: OutboxItem): string {
  switch (item.kind) {
    case 'card':
    case 'whisper':
      return `${item.watchId}/${item.cardKey}/${item.kind}`;
    case 'note':
      return `${item.watchId}/${item.cardKey}/${noteId(item.note)}`;
    case 'alert':
    case 'alert-details':
      return `${item.watchId}/${item.kind}`;
    case 'condition-alert':
    case 'condition-alert-over':
      return `${item.watchId}/${item.kind}-${item.spell}`;
    case 'fault':
    case 'fault-over':
      return `${item.fault}/${item.since}/${item.kind}`;
    case 'storm':
      return destinationOf(item);
    default:
      return item satisfies never;
  }
}

/** Items of one destination are posted one after another, in order. */
export function destinationOf(item: OutboxItem): string {
  switch (item.kind) {
    case 'card':
    case 'note':
      return `card/${item.watchId}/${item.cardKey}`;
    case 'whisper':
      return `asker/${item.watchId}/${item.cardKey}`;
    case 'alert':
    case 'alert-details':
    case 'condition-alert':
    case 'condition-alert-over':
      // One a watch: an alert that can't be posted must not hold up another.
      return `alert/${item.watchId}`;
    case 'fault':
    case 'fault-over':
      return `fault/${item.fault}`;
    case 'storm':
      return `storm/${item.storm}/${item.page}`;
    default:
      return item satisfies never;
  }
}

function noteId(note: Note): string {
  switch (note.kind) {
    case 'milestone':
      return `milestone-${note.milestone}`;
    case 'condition':
    case 'condition-over':
      return `${note.kind}-${note.spell}`;
    case 'started':
    case 'ended':
    case 'stopped':
      return note.kind;
    default:
      return note satisfies never;
  }
}
