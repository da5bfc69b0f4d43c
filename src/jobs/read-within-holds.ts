import type { ReadBudget } from '../store/read-budget.ts';
import { READ_FAILURES } from '../watch/read-failures.ts';
import type { ReadFailure } from '../watch/reading.ts';
import type { ReadOperation } from './poll.ts';

/** What it means that Azure asks not to be read at all for a while. */
export function heldReading(heldMs: number): ReadFailure {
  return {
    kind: 'failure',
    failure: 'throttled',
    explanation: `Azure asks not to be read for another ${Math.ceil(heldMs / 1000)} s.`,
    retryAfterMs: heldMs,
    trace: {},
  };
}

/** Reads for a person who waits: a subscription that Azure asks to leave alone is left alone. */
export function readWithinHolds(read: ReadOperation, reads: ReadBudget): ReadOperation {
  return async (reference, options) => {
    const { subscriptionId } = reference;
    const heldMs = await reads.heldMs(subscriptionId);
    if (heldMs > 0) return heldReading(heldMs);
    await reads.spend(subscriptionId);
    const reading = await read(reference, options);
    if (reading.kind === 'failure' && READ_FAILURES[reading.failure].holdsSubscription) {
      await reads.hold(subscriptionId, reading.retryAfterMs ?? 0);
    }
    return reading;
  };
}
