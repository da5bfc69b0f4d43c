/** The settings that decide how a watch behaves. Times in milliseconds. */
export interface WatchPolicy {
  readonly pollMinMs: number;
  readonly pollMaxMs: number;
  /** Percentages noted in the thread, ascending. */
  readonly milestones: readonly number[];
}

/** An operation may become visible late: Azure's 404 is believed only after this. */
export const NOT_FOUND_AFTER_MS = 2 * 60_000;

/** A result that was there may be missing for a moment: it is gone only after this. */
export const GONE_AFTER_MS = 10 * 60_000;
