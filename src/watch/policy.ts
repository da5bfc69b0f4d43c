import * as v from 'valibot';
import type { PagerName } from './names.ts';

/** What may call the on-call channel: two of Azure's words, two endings of ours, and the conditions. */
export const AlertCause = v.picklist([
  'failed',
  'canceled',
  'gone',
  'abandoned',
  'blind',
  'stalled',
  'overdue',
]);
export type AlertCause = v.InferOutput<typeof AlertCause>;

/** The settings that decide how a watch behaves. Times in milliseconds. */
export interface WatchPolicy {
  readonly pollMinMs: number;
  readonly pollMaxMs: number;
  /** An operation may become visible late: one that was never seen is given up only after this. */
  readonly notFoundAfterMs: number;
  /** A result that was there may be missing for a moment: it is gone only after this. */
  readonly goneAfterMs: number;
  /** Without any progress for this long, an operation is stalled. */
  readonly stallAfterMs: number;
  /** When no read has succeeded for this long, a watch is blind. */
  readonly blindAfterMs: number;
  /** When our sign-in has been refused for this long, on-call is told. */
  readonly faultAfterMs: number;
  /** Our own limit: a watch that has run this long is given up. */
  readonly watchForMs: number;
  /** Percentages noted in the thread, ascending. */
  readonly milestones: readonly number[];
  readonly alertOn: readonly AlertCause[];
  /** Those that are told what calls the on-call channel. */
  readonly pagers: readonly PagerName[];
}
