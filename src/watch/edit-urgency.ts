import { isLive, type WatchRecord } from './watch-record.ts';

/**
 * Which messages go first when many are to be edited. People who pressed a button wait for it, and the
 * on-call channel must know of every failure: both are few. Then endings, then what somebody asked to be
 * refreshed, then what is odd, then progress.
 */
export const EDIT_URGENCY = {
  acknowledged: 0,
  onCall: 1,
  ending: 2,
  touched: 3,
  conditions: 4,
  progress: 5,
} as const;
export type EditUrgency = keyof typeof EDIT_URGENCY;

/**
 * How urgent the edits of a watch's cards are.
 *
 * @param isTouched somebody waits for them
 */
export function cardUrgency(record: WatchRecord, isTouched: boolean): EditUrgency {
  if (!isLive(record)) return 'ending';
  return isTouched ? 'touched' : 'progress';
}
