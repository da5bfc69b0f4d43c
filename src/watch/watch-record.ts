import * as v from 'valibot';
import { OperationReference } from './operation-reference.ts';
import { FailureKind, RequestTrace } from './reading.ts';
import { Snapshot } from './snapshot.ts';

const timestampMs = v.number();

/** One Slack message that shows the watch, and who asked for it. */
const Card = v.object({
  /** Unique within the watch: a channel that stopped and asked again has two cards. */
  key: v.string(),
  channel: v.string(),
  askedBy: v.string(),
  askedAt: timestampMs,
  label: v.optional(v.string()),
  /** It stands where only some people can see it: others do not find it in a list. */
  isPrivate: v.optional(v.boolean()),
  /** Where the asker alone can be answered, for 30 minutes. A secret: never logged. */
  responseUrl: v.optional(v.string()),
  /** True once there is something to show: from then on the card stands in its channel. */
  opened: v.boolean(),
  stopped: v.optional(v.object({ by: v.string(), at: timestampMs })),
});
export type Card = v.InferOutput<typeof Card>;

/** The readings that failed in a row since the last snapshot. */
const Trouble = v.object({
  failure: FailureKind,
  explanation: v.string(),
  code: v.optional(v.string()),
  since: timestampMs,
  count: v.number(),
  /** Since when Azure has answered that it does not know the operation. */
  missingSince: v.optional(timestampMs),
});
export type Trouble = v.InferOutput<typeof Trouble>;

/** How a watch stands. `failed` is Azure's word alone; `not-found`, `gone` and `stopped` are ours. */
const Outcome = v.variant('verdict', [
  v.object({ verdict: v.literal('running') }),
  v.object({
    verdict: v.picklist(['succeeded', 'failed', 'canceled']),
    at: timestampMs,
  }),
  v.object({
    verdict: v.picklist(['not-found', 'gone']),
    at: timestampMs,
    explanation: v.string(),
  }),
  v.object({ verdict: v.literal('stopped'), at: timestampMs, by: v.string() }),
]);
export type Outcome = v.InferOutput<typeof Outcome>;
export type Verdict = Outcome['verdict'];

/** A point of the operation's progress, kept for its rate. */
const ProgressPoint = v.object({ at: timestampMs, doneBytes: v.number() });

/** Our durable record of one operation that somebody wants to see to its end. */
export const WatchRecord = v.object({
  /** Names the watch of one operation in one epoch; also its job's id. */
  id: v.string(),
  epoch: v.number(),
  reference: OperationReference,
  begunAt: timestampMs,
  cards: v.array(Card),
  latest: v.optional(v.object({ snapshot: Snapshot, at: timestampMs, trace: RequestTrace })),
  trail: v.array(ProgressPoint),
  trouble: v.optional(Trouble),
  /** An earlier watch of this operation has called the on-call channel for its failure. */
  failureTold: v.optional(v.boolean()),
  /** Milestones (percent) that lie behind us, told or not. */
  passed: v.array(v.number()),
  lastReadAt: v.optional(timestampMs),
  /** Growing pause between reads while all goes well. */
  intervalMs: v.number(),
  nextReadAt: timestampMs,
  /** Azure asked not to be read before this, not even by a person's wish. */
  holdUntil: v.optional(timestampMs),
  outcome: Outcome,
});
export type WatchRecord = v.InferOutput<typeof WatchRecord>;

/** Cards that still follow the watch. */
export function activeCards(record: WatchRecord): readonly Card[] {
  return record.cards.filter((card) => !card.stopped);
}

/** Keys of the cards that stand in their channels and still follow the watch. */
export function standingCards(record: WatchRecord): readonly string[] {
  return activeCards(record)
    .filter((card) => card.opened)
    .map((card) => card.key);
}

export function isLive(record: WatchRecord): boolean {
  return record.outcome.verdict === 'running';
}
