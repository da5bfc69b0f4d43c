import { leftByRate, type TimeLeft } from './estimate-left.ts';
import { isBeingCanceled } from './verdict-of-status.ts';
import type { LiveWatch } from './watch-record.ts';

/** When an operation may end, in milliseconds since the epoch; or since when it is later than it should be. */
export type Estimate =
  | { readonly kind: 'range'; readonly fromAt: number; readonly toAt: number }
  | {
      readonly kind: 'overdue';
      /** Azure's own estimate has passed, or it takes longer than its server's earlier runs. */
      readonly by: 'azure' | 'earlier';
      readonly sinceAt: number;
    };

/** Further away it is a guess that helps nobody. */
const FURTHEST_SECONDS = 60 * 24 * 3600;

/**
 * When an operation should end, as far as that can be told from its own progress and from its server's earlier runs
 * of the same kind: a range, and nothing while it would be a guess. Reckoned from the last time that it was seen, and
 * so the same until it is seen again.
 */
export function estimateOf(record: LiveWatch): Estimate | undefined {
  const { latest, conditions, endSeenMs } = record;
  if (!latest || endSeenMs !== undefined || isBeingCanceled(latest.snapshot)) return undefined;
  const elapsed = elapsedSeconds(record);
  const byRate = conditions.stalled ? undefined : leftByRate(wholeCurve(record));
  const byEarlier = elapsed === undefined ? undefined : leftByEarlier(record, elapsed);
  const left = byEarlier === 'overdue' ? byRate : both(byRate, byEarlier);
  if (left && left.most <= FURTHEST_SECONDS) {
    const at = (seconds: number) => Math.round(latest.at + seconds * 1000);
    return { kind: 'range', fromAt: at(left.least), toAt: at(left.most) };
  }
  return overdue(record, elapsed);
}

function overdue(record: LiveWatch, elapsed: number | undefined): Estimate | undefined {
  const { latest, earlier } = record;
  if (!latest) return undefined;
  const { work } = latest.snapshot;
  const promisedAt = work.kind === 'import' ? work.estimatedEndAt : undefined;
  if (promisedAt !== undefined) {
    return latest.at > promisedAt
      ? { kind: 'overdue', by: 'azure', sinceAt: promisedAt }
      : undefined;
  }
  const [, most] = earlier?.likely ?? [];
  if (most === undefined || elapsed === undefined || elapsed <= most) return undefined;
  return { kind: 'overdue', by: 'earlier', sinceAt: latest.at - (elapsed - most) * 1000 };
}

/** How long it has run when it was last seen, by Azure's clock where that is known. */
function elapsedSeconds({ latest }: LiveWatch): number | undefined {
  const startedAt = latest?.snapshot.startedAt;
  return latest && startedAt !== undefined && latest.at >= startedAt
    ? (latest.at - startedAt) / 1000
    : undefined;
}

/** What was done before we looked counts, too: at its start nothing was. */
function wholeCurve({ curve, begunAt, latest }: LiveWatch): LiveWatch['curve'] {
  const startedAt = latest?.snapshot.startedAt;
  const [first] = curve;
  if (startedAt === undefined || !first) return curve;
  const start = Math.round((startedAt - begunAt) / 1000);
  return start < first[0] && first[1] > 0 ? [[start, 0], ...curve] : curve;
}

/** As a rule it takes no longer than so much of the rest of the time that they took. */
const AT_ONCE = 0.05;

function leftByEarlier({ earlier }: LiveWatch, elapsed: number): TimeLeft | 'overdue' | undefined {
  const [least, most] = earlier?.likely ?? [];
  if (least === undefined || most === undefined) return undefined;
  if (elapsed >= most) return 'overdue';
  const rest = most - elapsed;
  return { least: Math.max(least - elapsed, AT_ONCE * rest), most: rest };
}

/**
 * Where both tell something, the surer one counts for more, as of two measurements; where they contradict each other,
 * this run is not like the earlier ones.
 */
function both(byRate: TimeLeft | undefined, byEarlier: TimeLeft | undefined): TimeLeft | undefined {
  if (!byRate || !byEarlier) return byRate ?? byEarlier;
  if (byRate.most < byEarlier.least || byEarlier.most < byRate.least) return byRate;
  const [one, other] = [logOf(byRate), logOf(byEarlier)];
  const [weightOfOne, weightOfOther] = [1 / one.reach ** 2, 1 / other.reach ** 2];
  const weight = weightOfOne + weightOfOther;
  const middle = (one.middle * weightOfOne + other.middle * weightOfOther) / weight;
  const reach = BIAS * Math.sqrt(1 / weight);
  return { least: Math.exp(middle - reach), most: Math.exp(middle + reach) };
}

function logOf({ least, most }: TimeLeft) {
  const [low, high] = [Math.log(least), Math.log(most)];
  return { middle: (low + high) / 2, reach: Math.max(LEAST_REACH, (high - low) / 2) };
}

const LEAST_REACH = 0.05;
/** Neither is as free of bias as a measurement would be. */
const BIAS = 1.2;
