import type { Job } from 'bullmq';
import type { Logger } from 'pino';
import { destinationOfFault, type FaultStore } from '../store/fault-store.ts';
import type { ReadBudget } from '../store/read-budget.ts';
import type { ReadBegun, StoredWatch, WatchStore } from '../store/watch-store.ts';
import { advance } from '../watch/advance.ts';
import type { Change } from '../watch/change.ts';
import type { OperationReference } from '../watch/operation-reference.ts';
import type { WatchPolicy } from '../watch/policy.ts';
import { READ_FAILURES } from '../watch/read-failures.ts';
import type { Reading } from '../watch/reading.ts';
import { isPressing } from '../watch/rhythm.ts';
import { isLive } from '../watch/watch-record.ts';
import type { PollData, Queues } from './queues.ts';
import { heldReading } from './read-within-holds.ts';
import type { Report } from './report.ts';
import { sleepUntil } from './try-later.ts';
import { wakeTime } from './wake-time.ts';

export type ReadOperation = (
  reference: OperationReference,
  options: { readonly signal?: AbortSignal },
) => Promise<Reading>;

export interface PollDependencies {
  readonly watches: WatchStore;
  readonly reads: ReadBudget;
  readonly faults: FaultStore;
  readonly queues: Queues;
  readonly read: ReadOperation;
  readonly policy: WatchPolicy;
  readonly now: () => number;
  /** From 0 to 1. */
  readonly chance: () => number;
  readonly report: Report;
  readonly log: Logger;
}

/**
 * Reads one operation, stores what that means, and delays itself until the next read. Ends with its
 * watch; a record that is no longer kept ends it too.
 */
export function createPoll(dependencies: PollDependencies) {
  const { watches, reads, faults, queues, read, policy, now, chance, report, log } = dependencies;

  return async (job: Job<PollData>, token: string | undefined, signal?: AbortSignal) => {
    const wakeAt = await look(job.data.watchId, signal);
    if (wakeAt === undefined) return;
    await sleepUntil(job, token, wakeAt);
  };

  /** @returns when to look again, in milliseconds since the epoch; undefined where there is no need */
  async function look(watchId: string, signal?: AbortSignal): Promise<number | undefined> {
    const begun = await watches.beginRead(watchId, reads.pace);
    const { stored, heldMs, turnMs } = begun;
    if (!stored) {
      await watches.forget(watchId);
      return undefined;
    }
    if (!isLive(stored.record)) {
      // Whoever ended it may have died before what is owed was asked for.
      await queues.kickAll(stored.record);
      return undefined;
    }
    // A short hold is waited for; a long one is something that people must know.
    if (heldMs > 0 && heldMs <= policy.pollMaxMs) return now() + heldMs * (1 + chance() / 10);
    // Others come first: there are more watches than the budget allows to be read as often as we would.
    if (turnMs > 0) return now() + turnMs;
    const reading = heldMs > 0 ? heldReading(heldMs) : await readOnce({ ...begun, stored }, signal);
    return await take({ ...begun, stored }, reading);
  }

  async function readOnce(
    { stored, heldBackMs }: ReadBegun & { readonly stored: StoredWatch },
    signal: AbortSignal | undefined,
  ): Promise<Reading> {
    const { id, reference, nextReadAt } = stored.record;
    const startedAt = now();
    const reading = await read(reference, signal ? { signal } : {});
    const tookMs = now() - startedAt;
    const entry = log.child({ watch: id, operation: reference.operationId });
    logReading(entry, reading, tookMs);
    const outcome = reading.kind === 'snapshot' ? 'seen' : reading.failure;
    report.read(outcome, tookMs, startedAt - nextReadAt - heldBackMs);
    await learn(reference, reading, entry);
    return reading;
  }

  /** What one reading means for all watches: of its subscription, or of all. */
  async function learn(
    { subscriptionId }: OperationReference,
    reading: Reading,
    entry: Logger,
  ): Promise<void> {
    if (letsIn(reading)) await faults.disprove('sign-in');
    const { remainingReads } = reading;
    if (remainingReads !== undefined) await reads.mind(subscriptionId, remainingReads);
    if (reading.kind === 'snapshot') return;
    const { holdsSubscription, blinds } = READ_FAILURES[reading.failure];
    if (holdsSubscription) await reads.hold(subscriptionId, reading.retryAfterMs ?? 0);
    if (blinds === 'bot' && (await faults.raise('sign-in', reading.explanation))) {
      entry.error({ event: 'azure.fault', explanation: reading.explanation });
      await queues.addPost(destinationOfFault('sign-in'));
    }
  }

  /** @returns when to look again */
  async function take(
    { stored, heldBackMs, isWished }: ReadBegun & { readonly stored: StoredWatch },
    reading: Reading,
  ): Promise<number | undefined> {
    const { id, reads: readsBefore, reference } = stored.record;
    const readAt = now();
    const updated = await watches.update(
      id,
      (record) =>
        // Another worker believes that this job is its own, and was faster: it goes on.
        isLive(record) && record.reads === readsBefore
          ? advance(record, reading, readAt, policy, heldBackMs)
          : undefined,
      (decided) => ({ presses: isPressing(decided, readAt, policy), isTouched: isWished }),
      stored,
    );
    if (!updated) return await leave(id);
    const { change, refreshAsked } = updated;
    logTelling(log.child({ watch: id, operation: reference.operationId }), change);
    await queues.kick(change);
    if (!isLive(change.record)) return undefined;
    return refreshAsked ? now() : wakeTime(change.record, reading, now(), chance());
  }

  /** Whoever was faster may be ourselves, over a connection that broke before the answer. */
  async function leave(watchId: string): Promise<number | undefined> {
    const stored = await watches.load(watchId);
    if (!stored) return undefined;
    await queues.kickAll(stored.record);
    return isLive(stored.record) ? stored.record.nextReadAt : undefined;
  }
}

/** Azure has taken the sign-in, whatever else it said. */
function letsIn(reading: Reading): boolean {
  if (reading.kind === 'snapshot') return true;
  return ['not-found', 'forbidden', 'throttled'].includes(reading.failure);
}

function logReading(log: Logger, reading: Reading, tookMs: number): void {
  const common = { event: 'watch.read', tookMs, ...reading.trace };
  if (reading.kind === 'snapshot') {
    const { status, percent } = reading.snapshot;
    log.debug({ ...common, status, percent });
  } else {
    const { failure, code, explanation } = reading;
    log.warn({ ...common, failure, code, explanation });
  }
}

function logTelling(log: Logger, { record, outbox }: Change): void {
  if (outbox.length === 0) return;
  const telling = outbox.map((item) => (item.kind === 'note' ? item.note.kind : item.kind));
  log.info({ event: 'watch.advanced', verdict: record.outcome.verdict, telling });
}
