/** How soon one process takes over what another has left behind, in milliseconds. */
export interface Recovery {
  /** A job belongs to its worker for so long without a sign of life. */
  readonly lockMs: number;
  /** How often workers look for jobs whose lock has run out. */
  readonly stalledEveryMs: number;
  /** A post belongs to its process for so long: longer than the longest call to Slack. */
  readonly leaseMs: number;
  /** How often what lacks a job is given one. */
  readonly sweepEveryMs: number;
}

/** Kill to resumed takes 12-16 s with these locks, 50-70 s with BullMQ's defaults. */
export const RECOVERY: Recovery = {
  lockMs: 15_000,
  stalledEveryMs: 5000,
  leaseMs: 13_000,
  sweepEveryMs: 60_000,
};
