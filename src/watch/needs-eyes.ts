import { ConditionName, isLive, type WatchRecord } from './watch-record.ts';

/** How much a watch needs somebody to look at it. */
export interface NeedOfEyes {
  /** The smaller, the sooner; 0 is an end for which on-call was called and that nobody looks after. */
  readonly rank: number;
  /** Among equals, the smaller goes first. */
  readonly order: number;
}

const UNTAKEN = 0;
/** Behind the conditions, of which the worst goes first. */
const TROUBLED = ConditionName.options.length + 1;
const RUNNING = TROUBLED + 1;
const UNSEEN = RUNNING + 1;

/**
 * What in a list goes first: an end that nobody looks after, the newest first; then what is blind, stalled or
 * overdue, the longest first; what could not be read the last time; what runs, and what was never seen yet, the
 * oldest first.
 *
 * @param record of a live watch, or of one for whose end on-call was called
 */
export function needOfEyes(record: WatchRecord): NeedOfEyes {
  if (!isLive(record)) return { rank: UNTAKEN, order: -record.ending.at };
  const condition = ConditionName.options.findIndex((name) => record.conditions[name]);
  const name = ConditionName.options[condition];
  const spell = name && record.conditions[name];
  if (spell) return { rank: UNTAKEN + 1 + condition, order: spell.since };
  if (record.trouble) return { rank: TROUBLED, order: record.trouble.since };
  return { rank: record.latest ? RUNNING : UNSEEN, order: record.begunAt };
}

/** Whether it is more than a watch that goes on as it should. */
export function isOdd({ rank }: NeedOfEyes): boolean {
  return rank < RUNNING;
}
