import { duration } from './figures.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long something has gone on moves in these steps, the larger the longer it has. */
const DURATION_STEPS = [
  { below: MINUTE, step: 10 * SECOND },
  { below: 10 * MINUTE, step: MINUTE },
  { below: 2 * HOUR, step: 5 * MINUTE },
  { below: DAY, step: 30 * MINUTE },
] as const;

/**
 * How long something has gone on, where it is shown while it goes on: `40 s`, `8 min`, `1 h 5 min`,
 * `3 h 30 min`. Every change of it is an edit, so it changes seldom. Never more than it has been.
 */
export function roughDuration(ms: number): string {
  const step = DURATION_STEPS.find(({ below }) => ms < below)?.step ?? HOUR;
  return duration(Math.floor(ms / step) * step);
}

const END_STEPS = [1, 2, 5, 10, 30, 60, 180, 360, 720, 1440].map((minutes) => minutes * MINUTE);

/** Finer than this share of the time that is left, an estimate says nothing but how it jitters. */
const END_SHARE = 0.2;

/** An estimated end, to a step in proportion to the time that is left at `now`; both in milliseconds. */
export function roughEnd(at: number, now: number): number {
  const step = END_STEPS.findLast((each) => each <= END_SHARE * (at - now)) ?? MINUTE;
  return Math.round(at / step) * step;
}
