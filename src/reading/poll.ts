import type { Job } from 'bullmq';
import type { Logger } from 'pino';
import type { PollData, Queues } from '../queues/queues.ts';
import { sleepUntil } from '../queues/sleep.ts';
import type { AsideStore } from '../redis/aside-store.ts';
import { NO_DEADLINE } from '../redis/deadline.ts';
import type { FaultStore } from '../redis/fault-store.ts';
import type { HistoryStore } from '../redis/history-store.ts';
import type { ReadBudget } from '../redis/read-budget.ts';
import type { StoredWatch } from '../redis/stored-record.ts';
import { createUnreadableLog } from '../redis/unreadable-log.ts';
import type { ReadBegun, WatchStore } from '../redis/watch-store.ts';
import { advance } from '../watch/advance.ts';
import { triedBefore } from '../watch/another-try.ts';
import type { Change } from '../watch/change.ts';
import type { WatchId } from '../watch/names.ts';
import type { WatchPolicy } from '../watch/policy.ts';
import { progressOf } from '../watch/progress.ts';
import { heldReading, type Reading, type ReadOperation } from '../watch/reading.ts';
import { hasPriority } from '../watch/rhythm.ts';
import { earlierOf, seriesOf } from '../watch/series.ts';
import { wakeTime } from '../watch/wake-time.ts';
import { isLive, type LiveWatch, verdictOf } from '../watch/watch-record.ts';
import { createLearn } from './learn.ts';

/** Hears how operations were read, for the metrics. Times in milliseconds. */
export interface ReadReport {
  /**
   * An operation was read.
   *
   * @param outcome `seen`, or the kind of failure
   * @param lagMs how long after its time the read began; below 0 where somebody had it brought forward
   */
  read(outcome: string, tookMs: number, lagMs: number): void;
}

export interface PollDependencies {
  readonly watches: WatchStore;
  readonly reads: ReadBudget;
  readonly faults: FaultStore;
  readonly history: HistoryStore;
  readonly aside: AsideStore;
  readonly queues: Queues;
  readonly read: ReadOperation;
  readonly policy: WatchPolicy;
  readonly now: () => number;
  /** From 0 to 1. */
  readonly chance: () => number;
  readonly report: ReadReport;
  readonly log: Logger;
}

/**
 * Reads one operation, stores what that means, and delays itself until the next read. Ends with its
 * watch; a record that is no longer kept ends it too. One that can't be read is left alone, and tried again after
 * POLL_MAX: a person may mend it, or another version of the bot read it.
 */
export function createPoll(dependencies: PollDependencies) {
  const { watches, reads, history, aside, queues, read, policy, now, chance } = dependencies;
  const { report, log } = dependencies;
  const learn = createLearn(dependencies);
  const unreadable = createUnreadableLog(log, now);

  return async (job: Job<PollData>, token: string | undefined, signal?: AbortSignal) => {
    const { watchId } = job.data;
    const wakeAt = await aside
      .past(() => look(watchId, signal))
      .catch((error: unknown) => {
        if (unreadable(error, { watch: watchId })) return now() + policy.pollMaxMs;
        throw error;
      });
    if (wakeAt === undefined) return;
    await sleepUntil(job, token, wakeAt);
  };

  /** @returns when to look again, in milliseconds since the epoch; undefined where there is no need */
  async function look(watchId: WatchId, signal?: AbortSignal): Promise<number | undefined> {
    const begun = await watches.beginRead(watchId, reads.pace);
    const { stored, heldMs, turnMs } = begun;
    if (!stored) {
      await watches.forget(watchId);
      return undefined;
    }
    const { record } = stored;
    if (!isLive(record)) {
      // Whoever ended it may have died before what is owed was asked for.
      await queues.kickAll(record, policy.pagers);
      return undefined;
    }
    // A short hold is waited for; a long one is something that people must know.
    if (heldMs > 0 && heldMs <= policy.pollMaxMs) return now() + heldMs * (1 + chance() / 10);
    // Others come first: there are more watches than the budget allows to be read as often as we would.
    if (turnMs > 0) return now() + turnMs;
    const reading =
      heldMs > 0 ? heldReading(heldMs) : await readOnce(record, begun.queuedMs, signal);
    return await store({ ...begun, stored, record }, reading);
  }

  async function readOnce(
    record: LiveWatch,
    queuedMs: number,
    signal: AbortSignal | undefined,
  ): Promise<Reading> {
    const { id, reference, nextReadAt } = record;
    const startedAt = now();
    const reading = await read(reference, signal ? { signal } : {});
    const tookMs = now() - startedAt;
    logReading(log, { watch: id, operation: reference.operationId }, reading, tookMs);
    const outcome = reading.kind === 'snapshot' ? 'seen' : reading.failure;
    report.read(outcome, tookMs, startedAt - nextReadAt - queuedMs);
    await learn.ofReading(record, reading);
    return reading;
  }

  /** @returns when to look again */
  async function store(
    begun: ReadBegun & { readonly stored: StoredWatch; readonly record: LiveWatch },
    reading: Reading,
  ): Promise<number | undefined> {
    const { id, reads: readsBefore, reference } = begun.record;
    const readAt = now();
    const earlier = await earlierRuns(begun.record, reading);
    const updated = await watches.update(
      id,
      (record) =>
        // Another worker believes that this job is its own, and was faster: it goes on.
        isLive(record) && record.reads === readsBefore
          ? advance({ ...record, ...earlier }, reading, readAt, policy, begun.queuedMs)
          : undefined,
      (decided) => ({
        deadline: NO_DEADLINE,
        isReading: true,
        ...(isLive(decided) && { hasPriority: hasPriority(decided, readAt, policy) }),
        isTouched: begun.isWished,
      }),
      begun.stored,
    );
    if (!updated) return await leave(id);
    const { change, refreshAsked } = updated;
    logTelling(log, { watch: id, operation: reference.operationId }, change);
    await queues.kick(change);
    await learn.ofRefusal(change.record, reading);
    if (!isLive(change.record)) return undefined;
    return refreshAsked ? now() : wakeTime(change.record, reading, now(), chance());
  }

  /** What its server's earlier runs tell: asked once, when Azure first tells which server that is. */
  async function earlierRuns(
    record: LiveWatch,
    reading: Reading,
  ): Promise<Pick<LiveWatch, 'earlier' | 'failedBefore'>> {
    if (record.earlier || reading.kind !== 'snapshot') return {};
    const series = seriesOf(reading.snapshot);
    if (!series) return {};
    const { totalBytes } = progressOf(reading.snapshot);
    const { startedAt = record.begunAt } = reading.snapshot;
    const [runs, failed] = await Promise.all([history.runs(series), history.failed(series)]);
    const failedBefore = triedBefore(failed, startedAt);
    return {
      earlier: earlierOf(runs, totalBytes),
      ...(failedBefore.length > 0 && { failedBefore: [...failedBefore] }),
    };
  }

  /** Whoever was faster may be ourselves, over a connection that broke before the answer. */
  async function leave(watchId: WatchId): Promise<number | undefined> {
    const stored = await watches.load(watchId);
    if (!stored) return undefined;
    await queues.kickAll(stored.record, policy.pagers);
    return isLive(stored.record) ? stored.record.nextReadAt : undefined;
  }
}

/** Joins the entries about one watch. Of a child logger for each read, a busy worker would make thousands. */
interface AboutWatch {
  readonly watch: WatchId;
  readonly operation: string;
}

function logReading(log: Logger, about: AboutWatch, reading: Reading, tookMs: number): void {
  const common = { event: 'watch.read', ...about, tookMs, ...reading.trace };
  if (reading.kind === 'snapshot') {
    const { status, percent } = reading.snapshot;
    log.debug({ ...common, status, percent });
  } else {
    const { failure, code, explanation } = reading;
    log.warn({ ...common, failure, code, explanation });
  }
}

function logTelling(log: Logger, about: AboutWatch, { record, outbox }: Change): void {
  if (outbox.length === 0) return;
  const telling = outbox.map((item) => (item.kind === 'note' ? item.note.kind : item.kind));
  log.info({ event: 'watch.advanced', ...about, verdict: verdictOf(record), telling });
}
