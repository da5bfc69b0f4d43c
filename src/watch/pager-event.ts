import * as v from 'valibot';
import { UserId } from './names.ts';
import { ConditionName } from './watch-record.ts';

/** What happened to what on-call is called for, as a pager is told. */
export const PagerEvent = v.variant('kind', [
  /** The operation ended in a way that calls on-call. */
  v.object({ kind: v.literal('ended') }),
  /** Something is odd about it while it runs. */
  v.object({
    kind: v.literal('condition'),
    condition: ConditionName,
    spell: v.number(),
    since: v.number(),
  }),
  /** Nothing is odd any more, or nobody watches it any more. */
  v.object({ kind: v.literal('over') }),
  /** Somebody looks after it, or has put it off until a time, in milliseconds since the epoch. */
  v.object({ kind: v.literal('acknowledged'), by: UserId, until: v.optional(v.number()) }),
  /** Somebody is done with it, and says perhaps what was done. */
  v.object({ kind: v.literal('done'), by: UserId, done: v.optional(v.string()) }),
  /**
   * Nobody looks after it any more. A pager has no word for that: what was acknowledged is closed (`reopened`) and
   * opened anew (`ended`), so that it calls again.
   */
  v.object({ kind: v.literal('reopened') }),
  /** Another try has succeeded: nobody needs to look any more. */
  v.object({ kind: v.literal('recovered') }),
]);
export type PagerEvent = v.InferOutput<typeof PagerEvent>;

/** What a pager makes of an event. */
export type PagerAction = 'trigger' | 'acknowledge' | 'resolve';

/** What a pager is to do. */
export function pagerActionOf({ kind }: PagerEvent): PagerAction {
  switch (kind) {
    case 'ended':
    case 'condition':
      return 'trigger';
    case 'acknowledged':
      return 'acknowledge';
    case 'over':
    case 'done':
    case 'reopened':
    case 'recovered':
      return 'resolve';
    default:
      return kind satisfies never;
  }
}
