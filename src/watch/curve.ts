import { progressOf } from './progress.ts';
import type { Snapshot } from './snapshot.ts';
import type { LiveWatch } from './watch-record.ts';

/** One look at the progress: seconds since the watch was begun, and tenths of a percent. */
export type CurvePoint = LiveWatch['curve'][number];

/** As few as show where it ran and where it stood: each takes a dozen bytes of the record. */
const CURVE_LENGTH = 16;

/** By less, a percentage may fall without meaning that the operation has begun anew: in tenths of a percent. */
const JITTER = 10;

/**
 * The course of the progress so far, with one more look at it. Of more points than are kept, the one goes that the
 * course misses least, so that a pause keeps its two corners however long it lasts. A step backwards begins it anew.
 *
 * @param now when that look was, in milliseconds since the epoch
 */
export function nextCurve(
  { curve, begunAt }: Pick<LiveWatch, 'curve' | 'begunAt'>,
  snapshot: Snapshot,
  now: number,
): LiveWatch['curve'] {
  const { percent } = progressOf(snapshot);
  if (percent === undefined) return curve;
  const [lastSeconds, lastTenths] = curve.at(-1) ?? [-1, 0];
  const seconds = Math.max(0, Math.round((now - begunAt) / 1000));
  const tenths = Math.round(percent * 10);
  // Azure sets a failed operation's percentage back to 0.
  if (tenths < lastTenths && snapshot.endedAt !== undefined) return curve;
  // A clock that was set back: what came before can't be put in order with it.
  if (seconds < lastSeconds || tenths < lastTenths - JITTER) return [[seconds, tenths]];
  const point: CurvePoint = [seconds, Math.max(tenths, lastTenths)];
  const before = seconds === lastSeconds ? curve.slice(0, -1) : curve;
  return thinned([...before, point]);
}

function thinned(curve: LiveWatch['curve']): LiveWatch['curve'] {
  if (curve.length <= CURVE_LENGTH) return curve;
  const areas = curve.map((point, index) => areaAt(curve[index - 1], point, curve[index + 1]));
  const least = areas.indexOf(Math.min(...areas));
  return curve.toSpliced(least, 1);
}

/** The triangle that a point makes with its neighbours: Visvalingam and Whyatt, 1993. The ends always stay. */
function areaAt(
  before: CurvePoint | undefined,
  [x, y]: CurvePoint,
  after: CurvePoint | undefined,
): number {
  if (!before || !after) return Number.POSITIVE_INFINITY;
  const [x1, y1] = before;
  const [x2, y2] = after;
  return Math.abs((x1 - x) * (y2 - y) - (x2 - x) * (y1 - y));
}

/** Of fewer looks there is no course to be seen. */
const FEWEST_POINTS = 4;
const LEAST_SECONDS = 60;
const LEAST_TENTHS = 100;

/** From its first look to its last; undefined where there is no course to be seen. */
export function courseOf(
  curve: readonly CurvePoint[],
): readonly [first: CurvePoint, last: CurvePoint] | undefined {
  const [first, last] = [curve[0], curve.at(-1)];
  if (!first || !last || curve.length < FEWEST_POINTS) return undefined;
  const isLong = last[0] - first[0] >= LEAST_SECONDS && last[1] - first[1] >= LEAST_TENTHS;
  return isLong ? [first, last] : undefined;
}

/** How much was done at a time, between two looks, in tenths of a percent. */
export function doneAt(curve: readonly CurvePoint[], at: number): number {
  for (const [from, to] of segments(curve)) {
    if (at >= from[0] && at <= to[0]) {
      return from[1] + ((to[1] - from[1]) * (at - from[0])) / (to[0] - from[0]);
    }
  }
  return curve[0]?.[1] ?? 0;
}

/** From each look to the next. */
export function segments(
  curve: readonly CurvePoint[],
): readonly (readonly [from: CurvePoint, to: CurvePoint])[] {
  return curve.slice(1).flatMap((to, index) => {
    const from = curve[index];
    return from && to[0] > from[0] ? [[from, to] as const] : [];
  });
}

/** The longest time for which it stood still, in seconds, and where, in percent; undefined where it never did. */
export function longestPause(
  curve: LiveWatch['curve'],
): { readonly seconds: number; readonly percent: number } | undefined {
  let longest: { readonly seconds: number; readonly percent: number } | undefined;
  let since = curve[0];
  for (const point of curve) {
    if (since && point[1] - since[1] > STILL) since = point;
    if (!since) continue;
    const seconds = point[0] - since[0];
    if (seconds > (longest?.seconds ?? 0)) longest = { seconds, percent: since[1] / 10 };
  }
  return longest;
}

/** In tenths of a percent. */
const STILL = 1;
