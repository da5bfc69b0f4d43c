import { setTimeout as sleep } from 'node:timers/promises';
import * as v from 'valibot';
import { advance } from '../watch/advance.ts';
import { newWatch } from '../watch/begin-watch.ts';
import { lacksRight } from '../watch/lacks-right.ts';
import { WatchId } from '../watch/names.ts';
import { type OperationReference, referenceKey } from '../watch/operation-reference.ts';
import type { WatchPolicy } from '../watch/policy.ts';
import { READ_FAILURES } from '../watch/read-failures.ts';
import { heldReading, type Reading, type ReadOperation } from '../watch/reading.ts';
import { wakeTime } from '../watch/wake-time.ts';
import { isLive, type WatchRecord } from '../watch/watch-record.ts';

export interface Following {
  readonly read: ReadOperation;
  readonly policy: WatchPolicy;
  readonly now: () => number;
  /** From 0 to 1. */
  readonly chance: () => number;
  /** Ends it at once. */
  readonly signal: AbortSignal;
  /** Hears of each reading, after what it means is decided. */
  readonly onLook: (record: WatchRecord) => void;
}

/** How it ended: by a verdict, without the right to look on, or because `signal` wished so. */
export interface Followed {
  readonly why: 'ended' | 'no-right' | 'aborted';
  readonly record: WatchRecord;
}

/** A longer one would end at once. */
const LONGEST_SLEEP_MS = 2 ** 31 - 1;

/** Reads an operation to its end in memory, by the rules of `watch/`. */
export async function follow(
  reference: OperationReference,
  { read, policy, now, chance, signal, onLook }: Following,
): Promise<Followed> {
  const id = v.parse(WatchId, referenceKey(reference));
  let record = newWatch({ id, epoch: 1, reference }, now(), policy);
  let heldUntil = 0;

  /** Undefined where it was too late for it. */
  async function look(): Promise<Reading | undefined> {
    try {
      const heldMs = heldUntil - now();
      if (heldMs > policy.pollMaxMs) return heldReading(heldMs);
      if (heldMs > 0) await sleep(Math.min(heldMs, LONGEST_SLEEP_MS), undefined, { signal });
      const reading = await read(reference, { signal });
      const isHold = reading.kind === 'failure' && READ_FAILURES[reading.failure].holdsSubscription;
      if (isHold) heldUntil = now() + (reading.retryAfterMs ?? 0);
      return reading;
    } catch (error) {
      if (signal.aborted) return undefined;
      throw error;
    }
  }

  while (!signal.aborted) {
    const reading = await look();
    if (!reading) break;
    const change = advance(record, reading, now(), policy);
    onLook(change.record);
    if (!isLive(change.record)) return { why: 'ended', record: change.record };
    record = change.record;
    if (lacksRight(record, policy)) return { why: 'no-right', record };
    const pauseMs = Math.max(0, wakeTime(record, reading, now(), chance()) - now());
    await sleep(Math.min(pauseMs, LONGEST_SLEEP_MS), undefined, { signal }).catch(() => undefined);
  }
  return { why: 'aborted', record };
}
