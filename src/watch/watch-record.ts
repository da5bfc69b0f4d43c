import * as v from 'valibot';
import { AskerId } from './askers.ts';
import { CardKey, WatchId } from './names.ts';
import { OperationReference } from './operation-reference.ts';
import { FailureKind, RequestTrace } from './reading.ts';
import { Snapshot } from './snapshot.ts';
import { Card } from './watch-card.ts';

const timestampMs = v.number();

/** How Azure refuses our sign-in, one reading of the watch after another; those that do not tell don't count. */
const Refusals = v.object({
  as: v.picklist(['unauthorized', 'other-tenant']),
  /** The tenant that is not ours, where Azure names it. */
  tenant: v.optional(v.string()),
  since: timestampMs,
  count: v.number(),
  /** Observed time, up to the last of them. */
  ms: v.number(),
});
export type Refusals = v.InferOutput<typeof Refusals>;

/** The readings that failed in a row since the last snapshot. */
const Trouble = v.object({
  failure: FailureKind,
  explanation: v.string(),
  code: v.optional(v.string()),
  since: timestampMs,
  count: v.number(),
  /** How many of them could not look; in the others Azure did not know the operation. */
  blindCount: v.number(),
  /** Observed time, up to now, in which we could not look, though the bot itself was in order. */
  blindMs: v.number(),
  /** Observed time, up to now, in which Azure has answered that it does not know the operation. */
  missingMs: v.number(),
  refusals: v.optional(Refusals),
});
export type Trouble = v.InferOutput<typeof Trouble>;

/**
 * What may be odd about a running watch: we can't read it (`blind`), it does not move (`stalled`), or
 * it takes much longer than it should (`overdue`). The worst first: that one's sign is shown.
 */
export const ConditionName = v.picklist(['blind', 'stalled', 'overdue']);
export type ConditionName = v.InferOutput<typeof ConditionName>;

/** One time that something is odd about a running watch, from its beginning to its end. */
const Spell = v.object({
  /** Counts the spells of a watch, whatever their condition: names what is told of this one. */
  number: v.number(),
  /** Since when it has been so; told only later. */
  since: timestampMs,
  /** Keys of the cards under which it was told; not of those that joined later. */
  toldTo: v.array(CardKey),
  /** The on-call channel was called for it. */
  alerted: v.boolean(),
});
export type Spell = v.InferOutput<typeof Spell>;

/** The conditions that stand at the moment. They come and go, and are never verdicts. */
const Conditions = v.partial(v.object(v.entriesFromList(ConditionName.options, Spell)));
export type Conditions = v.InferOutput<typeof Conditions>;

/** How a watch has ended, and when. `failed` is Azure's word alone; all but the first three are ours. */
const Ending = v.variant('verdict', [
  v.object({
    verdict: v.picklist(['succeeded', 'failed', 'canceled']),
    at: timestampMs,
  }),
  /** Under a word of Azure's, the latest snapshot's status, that means none of these. */
  v.object({ verdict: v.literal('ended-otherwise'), at: timestampMs }),
  v.object({
    verdict: v.picklist(['not-found', 'gone', 'off-limits']),
    at: timestampMs,
    explanation: v.string(),
  }),
  /** After so much observed time. */
  v.object({ verdict: v.literal('abandoned'), at: timestampMs, watchedMs: v.number() }),
  v.object({ verdict: v.literal('stopped'), at: timestampMs, by: AskerId }),
]);
export type Ending = v.InferOutput<typeof Ending>;
export type Verdict = 'running' | Ending['verdict'];

/** What is kept of a watch from its beginning until it is forgotten. */
const common = {
  id: WatchId,
  epoch: v.number(),
  reference: OperationReference,
  begunAt: timestampMs,
  cards: v.array(Card),
  latest: v.optional(v.object({ snapshot: Snapshot, at: timestampMs, trace: RequestTrace })),
  /** Of a watch that has ended, up to its end. */
  trouble: v.optional(Trouble),
  /** An earlier watch of this operation has called the on-call channel for its failure. */
  failureTold: v.boolean(),
  /** The course of its progress in few points: seconds since the watch was begun, tenths of a percent. */
  curve: v.optional(v.array(v.tuple([v.number(), v.number()])), []),
};

/** How far an operation was. */
export const StoredProgress = v.object({
  percent: v.optional(v.number()),
  doneBytes: v.optional(v.number()),
  totalBytes: v.optional(v.number()),
});

const seconds = v.tuple([v.number(), v.number()]);

/** What a server's earlier runs of the same kind tell of this one; of too few, only how many there are. */
const Earlier = v.object({
  runs: v.number(),
  /** From how long to how long they took as a rule. */
  usual: v.optional(seconds),
  /** From how long to how long this one may take, if it is like them. */
  likely: v.optional(seconds),
});
export type Earlier = v.InferOutput<typeof Earlier>;

/** A failed operation of the same series; when it ended is by Azure's clock. */
const FailedBefore = v.object({ watchId: WatchId, at: timestampMs });
export type FailedBefore = v.InferOutput<typeof FailedBefore>;

const LiveWatch = v.object({
  state: v.literal('live'),
  ...common,
  /** Absent until Azure has told of which server and kind it is. */
  earlier: v.optional(Earlier),
  /** Failed operations of which it is another try. */
  failedBefore: v.optional(v.array(FailedBefore)),
  /** Points of the operation's progress, kept for its rate: short, since there are a dozen. */
  trail: v.array(v.tuple([timestampMs, v.number()])),
  /** How many readings have been taken: the slower of two that take the same one is refused. */
  reads: v.number(),
  /** Observed time since the watch was begun. */
  watchedMs: v.number(),
  /** Observed time since the operation last moved; `movedAt` is when that was seen. */
  unmovedMs: v.number(),
  movedAt: v.optional(timestampMs),
  /** When it should end by the first estimate that could be trusted. */
  expectedEndAt: v.optional(timestampMs),
  conditions: Conditions,
  /** How many spells there have been. */
  spells: v.number(),
  /** Milestones (percent) that lie behind us, told or not. */
  passed: v.array(v.number()),
  lastReadAt: v.optional(timestampMs),
  /** Growing pause between reads while all goes well, and no end is near. */
  intervalMs: v.number(),
  nextReadAt: timestampMs,
  /** Of the observed time, when Azure was first seen to have ended it under a word that nobody documented. */
  endSeenMs: v.optional(v.number()),
});
/** A watch that goes on: it is read, and conditions come and go. */
export interface LiveWatch extends v.InferOutput<typeof LiveWatch> {}

const EndedWatch = v.object({
  state: v.literal('ended'),
  ...common,
  ending: Ending,
  /** How far it was by the last answer before the one that ended it. */
  reached: v.optional(StoredProgress),
});
/** A watch that has ended for good: it is not read any more, and nothing about it stands open. */
export interface EndedWatch extends v.InferOutput<typeof EndedWatch> {}

/** Our durable record of one operation that somebody wants to see to its end. */
export const WatchRecord = v.variant('state', [LiveWatch, EndedWatch]);
export type WatchRecord = LiveWatch | EndedWatch;

export function isLive(record: WatchRecord): record is LiveWatch {
  return record.state === 'live';
}

export function verdictOf(record: WatchRecord): Verdict {
  return isLive(record) ? 'running' : record.ending.verdict;
}

/** Whether a spell of a condition is not over. */
export function isSpellStanding(
  record: WatchRecord,
  { condition, number }: { readonly condition: ConditionName; readonly number: number },
): boolean {
  return isLive(record) && record.conditions[condition]?.number === number;
}
