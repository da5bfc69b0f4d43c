import { type Estimate, estimateOf } from '../watch/estimate.ts';
import { averageRate, recentRate } from '../watch/progress.ts';
import { isBeingCanceled } from '../watch/verdict-of-status.ts';
import type { Earlier, LiveWatch } from '../watch/watch-record.ts';
import { duration, roughRate } from './figures.ts';
import { roughDuration, roughEnd } from './rough-time.ts';
import type { Words } from './words.ts';

/**
 * When a running operation may end, by whatever tells it, and how long it takes as a rule: each a line.
 *
 * @param age whether it tells, too, in how long that is: it changes merely because time passes
 */
export function estimateLines(
  record: LiveWatch,
  { tellsAge }: { readonly tellsAge: boolean },
): readonly Words[] {
  const { latest, earlier } = record;
  if (!latest) return [];
  const { work } = latest.snapshot;
  const promisedAt =
    work.kind === 'import' && !isBeingCanceled(latest.snapshot) ? work.estimatedEndAt : undefined;
  const estimate = estimateOf(record);
  const ahead = (from: number, to: number) =>
    tellsAge && from > latest.at ? [`, in ${roughRange(from - latest.at, to - latest.at)}`] : [];
  return [
    ...(estimate ? [estimateLine(estimate, latest.at, ahead)] : []),
    ...(promisedAt === undefined
      ? []
      : [
          [
            'Azure expects it to end ',
            { kind: 'moment', at: promisedAt } as const,
            ...ahead(promisedAt, promisedAt),
          ],
        ]),
    ...(earlier?.usual ? [[`Usually ${usualWords(earlier.runs, earlier.usual)}`]] : []),
  ];
}

function estimateLine(
  estimate: Estimate,
  seenAt: number,
  ahead: (from: number, to: number) => readonly string[],
): Words {
  switch (estimate.kind) {
    case 'overdue': {
      const late = ` by ${roughDuration(seenAt - estimate.sinceAt)}`;
      const how = estimate.by === 'azure' ? late : `${late}, by its earlier runs`;
      return [{ kind: 'bold', text: 'Overdue' }, how];
    }
    case 'range': {
      const [from, to] = [roughEnd(estimate.fromAt, seenAt), roughEnd(estimate.toAt, seenAt)];
      const end = { kind: 'moment', at: to } as const;
      if (from === to) return ['Done about ', end, ...ahead(from, to)];
      return ['Done ', { kind: 'moment', at: from }, ' to ', end, ...ahead(from, to)];
    }
    default:
      return estimate satisfies never;
  }
}

function roughRange(fromMs: number, toMs: number): string {
  const [from, to] = [roughDuration(fromMs), roughDuration(toMs)];
  return from === to ? to : `${from} to ${to}`;
}

/** `22–41 min (7 runs)` @param usual seconds */
export function usualWords(runs: number, [from, to]: NonNullable<Earlier['usual']>): string {
  return `${durationRange(from * 1000, to * 1000)} (${runs} runs)`;
}

/** `22–41 min`, `50 min – 1 h 20 min`, or one time where both are the same. */
function durationRange(fromMs: number, toMs: number): string {
  const [from, to] = [duration(fromMs), duration(toMs)];
  if (from === to) return to;
  const [, short, unit] = /^(\d+) (s|min|h)$/.exec(from) ?? [];
  return short !== undefined && new RegExp(`^\\d+ ${unit}$`).test(to)
    ? `${short}–${to}`
    : `${from} – ${to}`;
}

/** `17 MiB/s`, and on average where that differs; undefined while it can't be told. Not where it stands still. */
export function rateWords(record: LiveWatch): string | undefined {
  const now = record.conditions.stalled ? undefined : recentRate(record);
  if (now === undefined) return undefined;
  const average = averageRate(record);
  const words = [roughRate(now), average === undefined ? undefined : roughRate(average)];
  const [shown, whole] = words;
  return whole === undefined || whole === shown ? shown : `${shown}, ${whole} on average`;
}
