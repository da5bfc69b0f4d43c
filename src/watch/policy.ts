/** The settings that decide how a watch behaves. Times in milliseconds. */
export interface WatchPolicy {
  readonly pollMinMs: number;
  readonly pollMaxMs: number;
  /** An operation may become visible late: one that was never seen is given up only after this. */
  readonly notFoundAfterMs: number;
  /** A result that was there may be missing for a moment: it is gone only after this. */
  readonly goneAfterMs: number;
  /** Percentages noted in the thread, ascending. */
  readonly milestones: readonly number[];
}
