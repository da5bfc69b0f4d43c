import * as v from 'valibot';

const Progress = v.object({
  percent: v.optional(v.number()),
  doneBytes: v.optional(v.number()),
  totalBytes: v.optional(v.number()),
});

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
  /** What the ending was stands in the record, which changes no more. */
  v.object({ kind: v.literal('ended'), at: v.number() }),
  v.object({ kind: v.literal('stopped'), at: v.number(), by: v.string() }),
]);
export type Note = v.InferOutput<typeof Note>;

const owner = { watchId: v.string(), at: v.number() };
const onCard = { ...owner, cardKey: v.string() };

/** One post that a destination still owes Slack. */
export const OutboxItem = v.variant('kind', [
  /** The card itself: shows what the record says when it is posted. */
  v.object({ kind: v.literal('card'), ...onCard }),
  v.object({ kind: v.literal('note'), ...onCard, note: Note }),
  /** A new message in the on-call channel. */
  v.object({ kind: v.literal('alert'), ...owner }),
  /** The whole error text, in the alert's thread. */
  v.object({ kind: v.literal('alert-details'), ...owner }),
  /** An answer to the asker alone: there was nothing to show a card for. */
  v.object({ kind: v.literal('whisper'), ...onCard }),
]);
export type OutboxItem = v.InferOutput<typeof OutboxItem>;

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
      // One a watch: an alert that can't be posted must not hold up another.
      return `alert/${item.watchId}`;
    default:
      return item satisfies never;
  }
}

function noteId(note: Note): string {
  return note.kind === 'milestone' ? `milestone-${note.milestone}` : note.kind;
}
