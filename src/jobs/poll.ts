import { DelayedError, type Job } from 'bullmq';
import type { Logger } from 'pino';
import type { WatchStore } from '../store/watch-store.ts';
import { advance } from '../watch/advance.ts';
import type { Change } from '../watch/change.ts';
import type { OperationReference } from '../watch/operation-reference.ts';
import type { WatchPolicy } from '../watch/policy.ts';
import type { Reading } from '../watch/reading.ts';
import { isLive } from '../watch/watch-record.ts';
import type { PollData, Queues } from './queues.ts';

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
    const { watchId } = job.data;
    await watches.clearRefresh(watchId);
    const stored = await watches.load(watchId);
    if (!stored) return await watches.forget(watchId);
    if (!isLive(stored.record)) return;
    const { holdUntil, reference } = stored.record;
    if (holdUntil !== undefined && holdUntil > now()) return await sleep(job, token, holdUntil);

    const startedAt = now();
    const reading = await read(reference, signal ? { signal } : {});
    const updated = await watches.update(watchId, (record) =>
      isLive(record) ? advance(record, reading, now(), policy) : undefined,
    );
    if (!updated) return;
    const { change, refreshAsked } = updated;
    const ids = { watch: watchId, operation: reference.operationId };
    logReading(log.child(ids), reading, now() - startedAt);
    logTelling(log.child(ids), change);
    await queues.kick(change);
    const { record } = change;
    if (isLive(record)) await sleep(job, token, refreshAsked ? now() : record.nextReadAt);
  };
}

async function sleep(job: Job, token: string | undefined, until: number): Promise<never> {
  await job.moveToDelayed(until, token);
  throw new DelayedError();
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
