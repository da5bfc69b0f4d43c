import * as v from 'valibot';
import type { OperationReference } from './operation-reference.ts';
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
 * which says that Azure does not know it (yet, or any more), and `off-limits`: we must not ask.
 */
export const FailureKind = v.picklist([
  'unauthorized',
  'other-tenant',
  'forbidden',
  'not-found',
  'throttled',
  'unsupported',
  'transient',
  'invalid',
  'off-limits',
]);
export type FailureKind = v.InferOutput<typeof FailureKind>;

/**
 * Who refuses our sign-in: the authority, which gives us no token; a subscription, which does not take the one
 * that we have (`isFresh`: nor one that we have just got in its place); or a tenant, which is not ours.
 */
export type SignInRefusal =
  | { readonly by: 'authority' }
  | { readonly by: 'subscription'; readonly isFresh: boolean }
  | { readonly by: 'tenant'; readonly tenant: string | undefined };

/** `explanation` is a sentence for people: bounded, free of secrets, not escaped. */
export interface ReadFailure {
  readonly kind: 'failure';
  readonly failure: FailureKind;
  readonly explanation: string;
  /** Azure's error code, where it gave one. */
  readonly code?: string;
  /** Where our sign-in is refused. Default: by the subscription. */
  readonly refusal?: SignInRefusal;
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

/** Reads an operation once. Whatever goes wrong is a reading too: rejects only where `signal` aborts. */
export type ReadOperation = (
  reference: OperationReference,
  options: { readonly signal?: AbortSignal },
) => Promise<Reading>;

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
