export type RefusalReason =
  | 'empty'
  | 'too-long'
  | 'not-an-operation'
  | 'a-server'
  | 'foreign-host'
  | 'wrong-scheme'
  | 'bad-subscription'
  | 'bad-location'
  | 'bad-operation-id';

/** A text that names no operation. `explanation` is for the person who typed it, not escaped. */
export interface RefusedOperation {
  readonly kind: 'refused';
  readonly reason: RefusalReason;
  readonly explanation: string;
}

export function refused(reason: RefusalReason, explanation: string): RefusedOperation {
  return { kind: 'refused', reason, explanation };
}
