import type { PagerName } from '../watch/names.ts';
import type { PagerAction } from '../watch/pager-event.ts';

/** Hears what was told, for the metrics. Times in milliseconds. */
export interface ToldReport {
  /**
   * Slack has accepted a post, or an edit that adds an entry to a digest.
   *
   * @param what `card`, `alert`, or which note
   * @param lagMs since it happened
   * @param alertCause why on-call is called by it: `failed`, `blind`, …; undefined where it is not
   */
  told(what: string, lagMs: number, alertCause: string | undefined): void;
}

/** Hears that on-call is called again, for the metrics. */
export interface ReminderReport {
  /** @param escalates others are called in its place */
  reminded(escalates: boolean): void;
}

/** Hears what pagers were told, for the metrics. */
export interface PagerReport {
  /** @param outcome what the pager made of it */
  paged(pager: PagerName, action: PagerAction, outcome: 'accepted' | 'refused' | 'later'): void;
}
