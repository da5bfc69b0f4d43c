/** Hears what the jobs did, for the metrics. Times in milliseconds. */
export interface Report {
  /**
   * An operation was read.
   *
   * @param outcome `seen`, or the kind of failure
   * @param lagMs how long after its time the read began; below 0 where somebody had it brought forward
   */
  read(outcome: string, tookMs: number, lagMs: number): void;
  /**
   * Slack has accepted a post.
   *
   * @param what `card`, `alert`, or which note
   * @param lagMs since it happened
   * @param alertCause why on-call is called by it: `failed`, `blind`, …; undefined where it is not
   */
  told(what: string, lagMs: number, alertCause: string | undefined): void;
}
