import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { ReadBudget } from '../redis/read-budget.ts';
import type { AskerId } from '../watch/askers.ts';
import type { OperationReference } from '../watch/operation-reference.ts';
import { READ_FAILURES } from '../watch/read-failures.ts';
import { heldReading, type ReadFailure, type ReadOperation } from '../watch/reading.ts';
import { type Refusal, tooManyQuestions } from './refusals.ts';

/** What people and pipelines ask Azure through us, within their share of the read budget. */
export interface Questions {
  /**
   * Why somebody is to ask later; undefined where they may ask now. To be asked before each question, and together
   * with its reads, without anything in between.
   */
  whyNot(asker: AskerId, references: readonly OperationReference[]): Refusal | undefined;
  /** Reads for an asker, who waits for a turn: `signal` ends the waiting. */
  readFor(asker: AskerId): ReadOperation;
}

/** As many as the largest search takes. So many of a person's reads of a subscription may wait before the next question. */
const MOST_WAITING = 60;

/** A subscription that Azure asks to leave alone is left alone. */
export function createQuestions(read: ReadOperation, reads: ReadBudget): Questions {
  /** How many reads of a person wait, in this process, of each subscription. */
  const waiting = new Map<string, number>();

  async function turn(
    asker: AskerId,
    subscriptionId: string,
    signal: AbortSignal | undefined,
  ): Promise<ReadFailure | undefined> {
    const question = randomUUID();
    for (;;) {
      const answer = await reads.ask(subscriptionId, asker, question);
      if (answer.kind === 'granted') return undefined;
      if (answer.kind === 'held') return heldReading(answer.ms);
      await delay(answer.ms, undefined, { ...(signal && { signal }) });
    }
  }

  function count(asker: AskerId, subscriptionId: string, change: 1 | -1): void {
    const key = keyOf(asker, subscriptionId);
    const counted = (waiting.get(key) ?? 0) + change;
    if (counted > 0) waiting.set(key, counted);
    else waiting.delete(key);
  }

  return {
    whyNot(asker, references) {
      const lines = references.map(({ subscriptionId }) => keyOf(asker, subscriptionId));
      const longest = Math.max(0, ...lines.map((line) => waiting.get(line) ?? 0));
      if (longest < MOST_WAITING) return undefined;
      return tooManyQuestions((longest - MOST_WAITING + 1) * reads.share.intervalMs);
    },
    readFor: (asker) => async (reference, options) => {
      const { subscriptionId } = reference;
      count(asker, subscriptionId, 1);
      const held = await turn(asker, subscriptionId, options.signal).finally(() =>
        count(asker, subscriptionId, -1),
      );
      if (held) return held;
      const reading = await read(reference, options);
      if (reading.kind === 'failure' && READ_FAILURES[reading.failure].holdsSubscription) {
        await reads.hold(subscriptionId, reading.retryAfterMs ?? 0);
      }
      return reading;
    },
  };
}

function keyOf(asker: AskerId, subscriptionId: string): string {
  return `${asker}/${subscriptionId}`;
}
