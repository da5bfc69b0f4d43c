import { type CurvePoint, doneAt, segments } from './curve.ts';

/** How much longer something may take: at best, and at worst. In seconds. */
export interface TimeLeft {
  readonly least: number;
  readonly most: number;
}

/** Before so much is done, and so much time has passed, a rate is a guess: tenths of a percent, and seconds. */
const LEAST_DONE = 20;
const LEAST_SECONDS = 20;
/** A range that is wider than this helps nobody: how much the most may be of the least. */
const WIDEST = 7;

/** The time that smoothing looks back on, as a share of the time since it first moved. */
const MEMORY = 1 / 4;
/** A rate may rise and fall by so much; what delays an operation is more frequent than what speeds it up. */
const RISE = 0.25;
const FALL = 0.3;
/**
 * How an operation slows down as it comes to its end: its rate falls with a power of what is left. What was seen of
 * that counts not quite in full, some of it is assumed of any, and more than the steepest of none. These numbers hold
 * the truth in 80 of 100 of the courses in test/watch/estimate-figures.test.ts.
 */
const SEEN_STEEPNESS = 0.85;
const ANY_STEEPNESS = 0.12;
const STEEPEST = 0.65;

/**
 * How much longer an operation takes by the course of its own progress. At best it goes on at the best of its rates
 * (now, of late, on average); at worst at the lowest, and slows down further as it has done so far.
 *
 * @param curve from its start on, where that is known
 * @returns undefined while it would be a guess
 */
export function leftByRate(curve: readonly CurvePoint[]): TimeLeft | undefined {
  const moving = sinceItMoved(curve);
  const [first, last] = [moving[0], moving.at(-1)];
  if (!first || !last || moving.length < 3) return undefined;
  const [seconds, done] = [last[0] - first[0], last[1] - first[1]];
  if (done < LEAST_DONE || seconds < LEAST_SECONDS) return undefined;
  const left = 1000 - last[1];
  if (left <= 0) return undefined;

  const average = done / seconds;
  const smoothed = smoothedRate(moving, seconds * MEMORY);
  const recent = rateSince(moving, last[0] - seconds / 3);
  const best = Math.max(average, smoothed, recent) * (1 + RISE);
  const worst = Math.min(average, smoothed, recent) * (1 - FALL);
  const steepness = steepnessOf(moving);
  const least = left / best;
  const most = left / worst / (1 - Math.min(STEEPEST, SEEN_STEEPNESS * steepness + ANY_STEEPNESS));
  return least > 0 && most >= least && most <= WIDEST * least ? { least, most } : undefined;
}

/** From the last point at which nothing was done: what it does before it begins tells nothing of its rate. */
function sinceItMoved(curve: readonly CurvePoint[]): readonly CurvePoint[] {
  const still = curve.findLastIndex(([, tenths]) => tenths <= 1);
  return curve.slice(Math.max(0, still));
}

/**
 * The rate now, in tenths of a percent a second: what is older counts less, by how long ago it was and not by how
 * many looks.
 */
function smoothedRate(curve: readonly CurvePoint[], memory: number): number {
  const end = curve.at(-1)?.[0] ?? 0;
  const weightTo = (at: number) => Math.exp((at - end) / memory);
  let [rates, weights] = [0, 0];
  for (const [from, to] of segments(curve)) {
    const weight = weightTo(to[0]) - weightTo(from[0]);
    rates += (weight * (to[1] - from[1])) / (to[0] - from[0]);
    weights += weight;
  }
  return rates / weights;
}

/** The rate from a time to the last look. */
function rateSince(curve: readonly CurvePoint[], since: number): number {
  const last = curve.at(-1);
  return last ? (last[1] - doneAt(curve, since)) / (last[0] - since) : 0;
}

/**
 * By which power of what is left its rate falls, from its first half to its second; 0 where it does not. A rate that
 * falls so that nothing but the power of the rest decides gives `left / rate / (1 - power)` for the time to the end.
 */
function steepnessOf(curve: readonly CurvePoint[]): number {
  const [first, last] = [curve[0], curve.at(-1)];
  if (!first || !last) return 0;
  const middle = (first[0] + last[0]) / 2;
  const half = doneAt(curve, middle);
  const [early, late] = [half - first[1], last[1] - half];
  if (early <= 0 || late <= 0 || late >= early) return 0;
  const leftEarly = 1000 - (first[1] + half) / 2;
  const leftLate = 1000 - (half + last[1]) / 2;
  const power = Math.log(late / early) / Math.log(leftLate / leftEarly);
  return Math.min(STEEPEST, Math.max(0, power));
}
