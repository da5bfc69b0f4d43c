import * as v from 'valibot';
import type { Snapshot } from './snapshot.ts';

/** Ids under which Azure's support finds a request again. */
export const RequestTrace = v.pipe(
  v.object({
    requestId: v.optional(v.string()),
    correlationId: v.optional(v.string()),
  }),
  v.readonly(),
);
export type RequestTrace = v.InferOutput<typeof RequestTrace>;

/**
 * Why we could not look. None of these says anything about the operation itself, except `not-found`,
 * which says that Azure does not know it (yet, or any more).
 */
export const FailureKind = v.picklist([
  'unauthorized',
  'forbidden',
  'not-found',
  'throttled',
  'unsupported',
  'transient',
  'invalid',
]);
export type FailureKind = v.InferOutput<typeof FailureKind>;

/** `explanation` is a sentence for people: bounded, free of secrets, not escaped. */
export interface ReadFailure {
  readonly kind: 'failure';
  readonly failure: FailureKind;
  readonly explanation: string;
  /** Azure's error code, where it gave one. */
  readonly code?: string;
  /** How long Azure asks us to wait before the next read, where it says. */
  readonly retryAfterMs?: number;
  /** How many more reads of the subscription ARM allows at the moment, where it says. */
  readonly remainingReads?: number;
  readonly trace: RequestTrace;
}

export interface SnapshotReading {
  readonly kind: 'snapshot';
  readonly snapshot: Snapshot;
  /** Azure's wish for the next read, where it has one. */
  readonly retryAfterMs?: number;
  /** How many more reads of the subscription ARM allows at the moment, where it says. */
  readonly remainingReads?: number;
  readonly trace: RequestTrace;
}

/** One attempt to read an operation. */
export type Reading = SnapshotReading | ReadFailure;
