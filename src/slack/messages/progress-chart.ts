import { courseOf, doneAt, longestPause } from '../../watch/curve.ts';
import { isLive, type WatchRecord } from '../../watch/watch-record.ts';
import { duration, percent } from '../../words/figures.ts';

const LEVELS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;
/** Short enough for a phone, with the words behind it. */
const COLUMNS = 10;
/** A shorter one is none worth telling. */
const LEAST_PAUSE_SECONDS = 60;
/** A shorter pause, as a share of the whole, is none worth telling. */
const LEAST_PAUSE = 0.05;

/**
 * How the progress went, in a line: `▁▂▃▃▃▅▆▇██ 0 → 100 % in 41 min, longest pause 6 min at 43 %`.
 *
 * @returns undefined while it goes on, and where there is no course to be seen
 */
export function progressChart(record: WatchRecord): string | undefined {
  const { curve } = record;
  const words = courseWords(record);
  const course = courseOf(curve);
  if (words === undefined || !course) return undefined;
  const [[from], [to]] = course;
  const bars = Array.from({ length: COLUMNS }, (_, column) =>
    levelOf(doneAt(curve, from + ((to - from) * (column + 1)) / COLUMNS)),
  );
  return `${bars.join('')} ${words}`;
}

/** The same without its bars: `0 → 100 % in 41 min, longest pause 6 min at 43 %`. */
export function courseWords(record: WatchRecord): string | undefined {
  const { curve } = record;
  const course = courseOf(curve);
  if (isLive(record) || !course) return undefined;
  const [first, last] = course;
  const seconds = last[0] - first[0];
  const pause = longestPause(curve);
  const isTold = pause && pause.seconds >= Math.max(LEAST_PAUSE_SECONDS, LEAST_PAUSE * seconds);
  return (
    `${percentOf(first[1])} → ${percent(last[1] / 10)} in ${duration(seconds * 1000)}` +
    (isTold ? `, longest pause ${duration(pause.seconds * 1000)} at ${percent(pause.percent)}` : '')
  );
}

function levelOf(tenths: number): string {
  const level = Math.floor((tenths / 1000) * LEVELS.length);
  return LEVELS[Math.min(LEVELS.length - 1, Math.max(0, level))] ?? LEVELS[0];
}

/** Without its sign, which stands behind the other one. */
function percentOf(tenths: number): string {
  return String(Math.floor(tenths / 10));
}
