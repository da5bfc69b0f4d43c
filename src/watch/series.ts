import * as v from 'valibot';
import { durationMs, progressOf } from './progress.ts';
import type { Snapshot } from './snapshot.ts';
import { type Earlier, isLive, type WatchRecord } from './watch-record.ts';

/** What is compared with each other: operations of one kind on one server. */
export interface Series {
  /** In lower case: Azure writes ARM ids in several. */
  readonly serverId: string;
  readonly work: string;
}

/** @returns undefined where Azure has not named the server, or tells nothing of the kind of work */
export function seriesOf(snapshot: Snapshot | undefined): Series | undefined {
  if (!snapshot?.serverId) return undefined;
  const { work } = snapshot;
  const name = work.kind === 'other' ? work.objectType : work.kind;
  return name ? { serverId: snapshot.serverId.toLowerCase(), work: name.toLowerCase() } : undefined;
}

/** One run of a series in bare figures: told to people who may know no more of it. */
export const Run = v.object({
  verdict: v.picklist(['succeeded', 'failed', 'canceled']),
  /** When it ended by Azure's clock, in milliseconds since the epoch. */
  at: v.number(),
  tookMs: v.number(),
  /** How much it did, where Azure told. */
  bytes: v.optional(v.number()),
});
export type Run = v.InferOutput<typeof Run>;

/**
 * What an ended watch adds to its series. The figures are Azure's own, so that an operation that is watched twice
 * counts once.
 *
 * @returns undefined where Azure has not told when it began, when it ended, and how
 */
export function runOf(record: WatchRecord): Run | undefined {
  if (isLive(record)) return undefined;
  const { verdict } = record.ending;
  const snapshot = record.latest?.snapshot;
  const tookMs = durationMs(record);
  if (!snapshot?.endedAt || !tookMs || !v.is(Run.entries.verdict, verdict)) return undefined;
  const { doneBytes } = progressOf(snapshot);
  return {
    verdict,
    at: snapshot.endedAt,
    tookMs,
    ...(doneBytes !== undefined && { bytes: doneBytes }),
  };
}

/** From fewer runs nobody can tell what is usual. */
const FEWEST_RUNS = 3;
/** Runs of one server are never more alike than this, in natural logarithms. */
const LEAST_SPREAD = 0.05;
/** A server that has grown takes longer; by more than this, something else is different too. */
const MOST_GROWTH = 4;

/**
 * What the runs of a series tell of a new one: how long they took as a rule, and how long the new one may take, with
 * 80 % certainty, if it is one of them. Where both tell how much they have to do, it takes longer for more.
 *
 * @param totalBytes of the new one, where Azure told
 */
export function earlierOf(runs: readonly Run[], totalBytes?: number): Earlier {
  const good = runs.filter(({ verdict, tookMs }) => verdict === 'succeeded' && tookMs > 0);
  if (good.length < FEWEST_RUNS) return { runs: good.length };
  const took = good.map(({ tookMs }) => tookMs / 1000).sort((one, other) => one - other);
  const scaled = good.map(({ tookMs, bytes }) => (tookMs / 1000) * growth(bytes, totalBytes));
  const logs = scaled.map(Math.log);
  const mean = sum(logs) / logs.length;
  const variance = sum(logs.map((log) => (log - mean) ** 2)) / (logs.length - 1);
  const spread = Math.max(LEAST_SPREAD, Math.sqrt(variance));
  const reach = quantileOfT(logs.length - 1) * spread * Math.sqrt(1 + 1 / logs.length);
  return {
    runs: good.length,
    usual: [Math.round(quantile(took, 0.1)), Math.round(quantile(took, 0.9))],
    likely: [Math.round(Math.exp(mean - reach)), Math.round(Math.exp(mean + reach))],
  };
}

function growth(before: number | undefined, now: number | undefined): number {
  if (!before || !now) return 1;
  return Math.min(MOST_GROWTH, Math.max(1 / MOST_GROWTH, now / before));
}

function quantile(sorted: readonly number[], share: number): number {
  const at = share * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(at)] ?? 0, sorted[Math.ceil(at)] ?? 0];
  return low + (high - low) * (at - Math.floor(at));
}

/** Of Student's distribution, the point that one in ten exceeds: its expansion by Cornish and Fisher. */
function quantileOfT(freedom: number): number {
  const z = 1.2816;
  const first = (z ** 3 + z) / (4 * freedom);
  const second = (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * freedom ** 2);
  return z + first + second;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
