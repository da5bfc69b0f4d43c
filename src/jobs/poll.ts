import type { Job } from 'bullmq';
import type { Logger } from 'pino';
import type { WatchStore } from '../store/watch-store.ts';
import { advance } from '../watch/advance.ts';
import type { Change } from '../watch/change.ts';
import type { OperationReference } from '../watch/operation-reference.ts';
import type { WatchPolicy } from '../watch/policy.ts';
import type { Reading } from '../watch/reading.ts';
import { isLive } from '../watch/watch-record.ts';
import type { PollData, Queues } from './queues.ts';
import { sleepUntil } from './try-later.ts';

export type ReadOperation = (
  reference: OperationReference,
  options: { readonly signal?: AbortSignal },
) => Promise<Reading>;

export interface PollDependencies {
  readonly watches: WatchStore;
  readonly queues: Queues;
  readonly read: ReadOperation;
  readonly policy: WatchPolicy;
  readonly now: () => number;
  readonly log: Logger;
}

/**
 * Reads one operation, stores what that means, and delays itself until the next read. Ends with its
 * watch; a record that is no longer kept ends it too.
 */
export function createPoll({ watches, queues, read, policy, now, log }: PollDependencies) {
  return async (job: Job<PollData>, token: string | undefined, signal?: AbortSignal) => {
    const wakeAt = await look(job.data.watchId, signal);
    if (wakeAt === undefined) return;
    await sleepUntil(job, token, wakeAt);
  };

  /** @returns when to look again, in milliseconds since the epoch; undefined where there is no need */
  async function look(watchId: string, signal?: AbortSignal): Promise<number | undefined> {
    await watches.clearRefresh(watchId);
    const stored = await watches.load(watchId);
    if (!stored) {
      await watches.forget(watchId);
      return undefined;
    }
    const { holdUntil, reference, outcome } = stored.record;
    if (outcome.verdict !== 'running') {
      // Whoever ended it may have died before what is owed was asked for.
      await queues.kickEnded(stored.record);
      return undefined;
    }
    if (holdUntil !== undefined && holdUntil > now()) return holdUntil;

    const startedAt = now();
    const reading = await read(reference, signal ? { signal } : {});
    const readAt = now();
    const updated = await watches.update(watchId, (record) =>
      isLive(record) ? advance(record, reading, readAt, policy) : undefined,
    );
    if (!updated) return undefined;
    const { change, refreshAsked } = updated;
    const entry = log.child({ watch: watchId, operation: reference.operationId });
    logReading(entry, reading, readAt - startedAt);
    logTelling(entry, change);
    await queues.kick(change);
    if (!isLive(change.record)) return undefined;
    return refreshAsked ? now() : change.record.nextReadAt;
  }
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
