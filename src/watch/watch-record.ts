import * as v from 'valibot';
import { ConditionName } from './condition-name.ts';
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
  /** How many of them could not look; in the others Azure did not know the operation. */
  blindCount: v.optional(v.number(), 0),
  /** Observed time, up to now, in which we could not look, though the bot itself was in order. */
  blindMs: v.optional(v.number(), 0),
  /** Observed time, up to now, in which Azure has answered that it does not know the operation. */
  missingMs: v.optional(v.number(), 0),
});
export type Trouble = v.InferOutput<typeof Trouble>;

/** One time that something is odd about a running watch, from its beginning to its end. */
const Spell = v.object({
  /** Counts the spells of a watch, whatever their condition: names what is told of this one. */
  number: v.number(),
  /** Since when it has been so; told only later. */
  since: timestampMs,
  /** Keys of the cards under which it was told; not of those that joined later. */
  toldTo: v.array(v.string()),
  /** The on-call channel was called for it. */
  alerted: v.boolean(),
});
export type Spell = v.InferOutput<typeof Spell>;

/** The conditions that stand at the moment. They come and go, and are never verdicts. */
const Conditions = v.partial(v.object(v.entriesFromList(ConditionName.options, Spell)));

/** How a watch stands. `failed` is Azure's word alone; the last four are ours. */
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
  v.object({ verdict: v.literal('abandoned'), at: timestampMs }),
  v.object({ verdict: v.literal('stopped'), at: timestampMs, by: v.string() }),
]);
export type Outcome = v.InferOutput<typeof Outcome>;
export type Verdict = Outcome['verdict'];

/** A point of the operation's progress, kept for its rate: short, since a record holds a dozen. */
const ProgressPoint = v.union([
  v.tuple([timestampMs, v.number()]),
  // As earlier versions have written it.
  v.pipe(
    v.object({ at: timestampMs, doneBytes: v.number() }),
    v.transform(({ at, doneBytes }): [at: number, doneBytes: number] => [at, doneBytes]),
  ),
]);

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
  /** How many readings have been taken: the slower of two that take the same one is refused. */
  reads: v.optional(v.number(), 0),
  /** Observed time since the watch was begun. */
  watchedMs: v.optional(v.number(), 0),
  /** Observed time since the operation last moved; `movedAt` is when that was seen. */
  unmovedMs: v.optional(v.number(), 0),
  movedAt: v.optional(timestampMs),
  /** When it should end by the first estimate that could be trusted. */
  expectedEndAt: v.optional(timestampMs),
  conditions: v.optional(Conditions, {}),
  /** How many spells there have been. */
  spells: v.optional(v.number(), 0),
  /** An earlier watch of this operation has called the on-call channel for its failure. */
  failureTold: v.optional(v.boolean()),
  /** Milestones (percent) that lie behind us, told or not. */
  passed: v.array(v.number()),
  lastReadAt: v.optional(timestampMs),
  /** Growing pause between reads while all goes well, and no end is near. */
  intervalMs: v.number(),
  nextReadAt: timestampMs,
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
