/** A promise that was not kept. */
export interface Violation {
  readonly promise: string;
  readonly what: string;
  /** Index of the operation in the plan. */
  readonly operation?: number;
  readonly channel?: string;
}
