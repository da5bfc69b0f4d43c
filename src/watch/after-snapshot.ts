import type { Change } from './change.ts';
import { nextCurve } from './curve.ts';
import { endWatch } from './end-watch.ts';
import { openCards } from './open-cards.ts';
import type { OutboxItem } from './outbox-item.ts';
import type { WatchPolicy } from './policy.ts';
import { estimatedEnd, progressOf, recentRate } from './progress.ts';
import type { SnapshotReading } from './reading.ts';
import { dueTogether, isNewMinute, pauseBegins, snapshotPauseMs } from './rhythm.ts';
import type { Snapshot } from './snapshot.ts';
import { verdictOfStatus } from './verdict-of-status.ts';
import { standingCards, talkativeCards } from './watch-card.ts';
import type { LiveWatch } from './watch-record.ts';

/** How many points of progress the recent rate is taken over. */
const TRAIL_LENGTH = 12;

/**
 * Azure answered: the watch is seen (again), goes on, or ends by Azure's word.
 *
 * @param queuedMs for how long the reading waited for its turn in the read budget
 */
export function afterSnapshot(
  record: LiveWatch,
  reading: SnapshotReading,
  { now, queuedMs }: { readonly now: number; readonly queuedMs: number },
  policy: WatchPolicy,
): Change {
  const { trouble: _over, endSeenMs: _seen, ...rest } = record;
  const snapshot = completed(reading.snapshot, record.latest?.snapshot);
  const moved = hasMoved(record.latest?.snapshot, snapshot);
  const seen: LiveWatch = withExpectedEnd({
    ...rest,
    latest: { snapshot, at: now, trace: reading.trace },
    trail: nextTrail(record.trail, snapshot, now),
    curve: nextCurve(record, snapshot, now),
    lastReadAt: now,
    ...(moved && { unmovedMs: 0, movedAt: now }),
  });
  const verdict = verdictOfStatus(reading.snapshot, now);
  const graceMs = verdict === 'ended-otherwise' ? restOfGrace(record, moved, policy) : 0;
  if (verdict !== 'running' && graceMs <= 0) {
    const reached = record.latest && progressOf(record.latest.snapshot);
    return endWatch(seen, { verdict, at: now }, policy, reached);
  }

  const opened = openCards(seen, now);
  const milestones = passMilestones(record, opened.record, now, policy);
  const pauseMs = graceMs || snapshotPauseMs(seen, now, policy);
  return {
    record: {
      ...opened.record,
      ...(graceMs > 0 && { endSeenMs: (!moved && record.endSeenMs) || record.watchedMs }),
      passed: milestones.passed,
      intervalMs: Math.min(policy.pollMaxMs, record.intervalMs * 1.5),
      nextReadAt: dueTogether(
        Math.max(
          pauseBegins(record, now, queuedMs, pauseMs) + pauseMs,
          now + (reading.retryAfterMs ?? 0),
        ),
      ),
    },
    outbox: [...opened.outbox, ...milestones.outbox],
    changedCards: mayLookDifferent(record, moved, now) ? standingCards(record) : [],
  };
}

/** An end under a word that nobody documented counts when Azure still gives it after so long. */
const GRACE_MS = 30_000;

/**
 * How much observed time has yet to pass before such an end counts, in milliseconds.
 *
 * @param moved Azure has told something new: it may go on
 */
function restOfGrace({ endSeenMs, watchedMs }: LiveWatch, moved: boolean, policy: WatchPolicy) {
  const seenAtMs = moved ? undefined : endSeenMs;
  return Math.min(GRACE_MS, policy.pollMaxMs) - (watchedMs - (seenAtMs ?? watchedMs));
}

/**
 * Whether cards may show something new. Where nothing moves, only what the time does to them: how long it
 * has run, at which rate, until when; once a minute is enough for that.
 */
function mayLookDifferent(before: LiveWatch, moved: boolean, now: number): boolean {
  return moved || before.trouble !== undefined || isNewMinute(before, now);
}

/** An answer may leave out what an earlier one told and what can't have changed since. */
function completed(snapshot: Snapshot, earlier: Snapshot | undefined): Snapshot {
  if (!earlier) return snapshot;
  const tellsWork = snapshot.work.kind !== 'other' || snapshot.work.objectType !== undefined;
  return {
    ...snapshot,
    startedAt: snapshot.startedAt ?? earlier.startedAt,
    serverId: snapshot.serverId ?? earlier.serverId,
    work: tellsWork ? snapshot.work : earlier.work,
  };
}

/** Whether anything that tells of progress differs: the status, the percentage, bytes or steps. */
function hasMoved(before: Snapshot | undefined, after: Snapshot): boolean {
  return before === undefined || signsOfLife(before) !== signsOfLife(after);
}

function signsOfLife({ status, percent, work, steps }: Snapshot): string {
  const doneBytes = work.kind === 'backup' ? work.doneBytes : undefined;
  const ofSteps = steps.map((step) => [step.name, step.status, step.percent]);
  return JSON.stringify([status, percent, doneBytes, ofSteps]);
}

/**
 * Azure's own estimate is its newest. Ours follows the rate, so that nothing would ever be late by it:
 * the first one that rests on a whole trail counts.
 */
function withExpectedEnd(record: LiveWatch): LiveWatch {
  const estimate = estimatedEnd(record);
  if (!estimate) return record;
  const isFirm =
    estimate.by === 'azure' ||
    (record.expectedEndAt === undefined && record.trail.length === TRAIL_LENGTH);
  return isFirm ? { ...record, expectedEndAt: estimate.at } : record;
}

/** Only the highest milestone of a jump is told, and none that lay behind us at the first look. */
function passMilestones(
  before: LiveWatch,
  seen: LiveWatch,
  now: number,
  policy: WatchPolicy,
): { readonly passed: number[]; readonly outbox: readonly OutboxItem[] } {
  const snapshot = seen.latest?.snapshot;
  const progress = snapshot ? progressOf(snapshot) : {};
  const percent = progress.percent ?? 0;
  const reached = policy.milestones.filter(
    (milestone) => percent >= milestone && !before.passed.includes(milestone),
  );
  const milestone = reached.at(-1);
  const passed = [...before.passed, ...reached];
  if (milestone === undefined || !before.latest) return { passed, outbox: [] };
  // Running backwards and then jumping must not tell 25 % after 50 %.
  if (before.passed.some((told) => told > milestone)) return { passed, outbox: [] };

  const bytesPerSecond = recentRate(seen);
  const note = {
    kind: 'milestone' as const,
    at: now,
    milestone,
    progress,
    ...(bytesPerSecond !== undefined && { bytesPerSecond }),
  };
  const outbox = talkativeCards(before, standingCards(before)).map(
    (cardKey): OutboxItem => ({ kind: 'note', watchId: seen.id, cardKey, at: now, note }),
  );
  return { passed, outbox };
}

/** A point is added when the count moves; a count that runs backwards starts the trail anew. */
function nextTrail(trail: LiveWatch['trail'], snapshot: Snapshot, now: number): LiveWatch['trail'] {
  const { doneBytes } = progressOf(snapshot);
  if (doneBytes === undefined) return trail;
  const last = trail.at(-1);
  const [, lastBytes = doneBytes] = last ?? [];
  const point: [at: number, doneBytes: number] = [now, doneBytes];
  if (doneBytes < lastBytes) return [point];
  if (last && doneBytes === lastBytes) return trail;
  return [...trail, point].slice(-TRAIL_LENGTH);
}
