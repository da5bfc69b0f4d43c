import type { Snapshot } from './snapshot.ts';
import { isLive, type LiveWatch, type WatchRecord } from './watch-record.ts';

export interface Progress {
  readonly percent?: number | undefined;
  readonly doneBytes?: number | undefined;
  readonly totalBytes?: number | undefined;
}

/**
 * How far the operation is, for showing: percent within 0..100, from the bytes where Azure sends no
 * percentage. Never says anything about the verdict: a failure may stand at 100 %.
 */
export function progressOf(snapshot: Snapshot): Progress {
  const { doneBytes, totalBytes } =
    snapshot.work.kind === 'backup'
      ? snapshot.work
      : { doneBytes: undefined, totalBytes: undefined };
  const raw = snapshot.percent ?? percentOfBytes(doneBytes, totalBytes);
  const percent = raw === undefined ? undefined : Math.min(100, Math.max(0, raw));
  return { percent, doneBytes, totalBytes };
}

/**
 * How far it was when it ended. Azure sets percentage and bytes of a failed operation back to 0, both or the one
 * alone: then what it told last before says more. Undefined where nothing is known but a 0 that may be such a one.
 */
export function progressAtEnd(record: WatchRecord): Progress {
  const told = record.latest ? progressOf(record.latest.snapshot) : {};
  if (isLive(record) || record.ending.verdict === 'succeeded') return told;
  const { reached } = record;
  return {
    percent: told.percent || percentOfBytes(told.doneBytes, told.totalBytes) || reached?.percent,
    doneBytes: told.doneBytes || reached?.doneBytes,
    totalBytes: told.totalBytes || reached?.totalBytes,
  };
}

function percentOfBytes(done: number | undefined, total: number | undefined): number | undefined {
  return done !== undefined && total ? (100 * done) / total : undefined;
}

/**
 * Recent speed in bytes a second, up to the last look: it falls while nothing moves. Undefined while
 * it can't be told.
 */
export function recentRate({ trail, latest }: Pick<LiveWatch, 'trail' | 'latest'>) {
  const [first, last] = [trail.at(0), trail.at(-1)];
  if (!first || !last || !latest) return undefined;
  const [firstAt, firstBytes] = first;
  const [lastAt, lastBytes] = last;
  if (lastAt <= firstAt) return undefined;
  const rate = ((lastBytes - firstBytes) * 1000) / (latest.at - firstAt);
  return rate > 0 ? rate : undefined;
}

/** Speed over the whole operation in bytes a second; undefined where Azure did not tell enough. */
export function averageRate(record: WatchRecord): number | undefined {
  const duration = durationMs(record);
  const snapshot = record.latest?.snapshot;
  if (!snapshot || !duration) return undefined;
  const { doneBytes } = progressOf(snapshot);
  return doneBytes ? (doneBytes * 1000) / duration : undefined;
}

/**
 * How long the operation has run, in milliseconds, by Azure's start where known and ours otherwise,
 * up to its end or else to the last time we looked.
 */
export function durationMs(record: WatchRecord): number | undefined {
  const startedAt = record.latest?.snapshot.startedAt;
  const endedAt =
    record.latest?.snapshot.endedAt ?? (isLive(record) ? record.lastReadAt : record.ending.at);
  if (startedAt === undefined || endedAt === undefined) return undefined;
  return Math.max(0, endedAt - startedAt);
}

const LONGEST_ESTIMATE_MS = 60 * 24 * 3_600_000;

/** When the operation should end: Azure's own estimate, or for a backup ours from its recent rate. */
export function estimatedEnd(
  record: LiveWatch,
): { readonly at: number; readonly by: 'azure' | 'rate' } | undefined {
  const latest = record.latest;
  if (!latest) return undefined;
  const { work } = latest.snapshot;
  if (work.kind === 'import' && work.estimatedEndAt !== undefined) {
    return { at: work.estimatedEndAt, by: 'azure' };
  }
  const rate = recentRate(record);
  const { doneBytes, totalBytes } = progressOf(latest.snapshot);
  if (rate === undefined || doneBytes === undefined || !totalBytes || doneBytes >= totalBytes) {
    return undefined;
  }
  const leftMs = ((totalBytes - doneBytes) * 1000) / rate;
  // Further away it is a guess that helps nobody.
  return leftMs <= LONGEST_ESTIMATE_MS
    ? { at: Math.round(latest.at + leftMs), by: 'rate' }
    : undefined;
}
