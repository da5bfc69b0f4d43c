import { setTimeout as delay } from 'node:timers/promises';
import type { OperationReference } from '../watch/operation-reference.ts';
import type { Refusal } from './refusals.ts';
import { placesOf } from './search-operation.ts';

/** An operation whose location has to be found first: known in a few seconds. */
export interface Searching<Answer> {
  readonly kind: 'searching';
  readonly operationId: string;
  readonly places: readonly string[];
  readonly found: Promise<Answer | Refusal>;
}

/** A look that takes longer than this is answered twice: that it goes on, and what it found. */
const PATIENCE_MS = 1200;

/** The answer where it is known soon, else that it is being looked for. */
export async function soonOrSearching<Answer>(
  answer: Promise<Answer | Refusal>,
  candidates: readonly OperationReference[],
): Promise<Answer | Refusal | Searching<Answer>> {
  const patience = new AbortController();
  const searching: Searching<Answer> = {
    kind: 'searching',
    operationId: candidates[0]?.operationId ?? '',
    places: placesOf(candidates),
    found: answer,
  };
  try {
    return await Promise.race([answer, delay(PATIENCE_MS, searching, { signal: patience.signal })]);
  } finally {
    patience.abort();
  }
}
