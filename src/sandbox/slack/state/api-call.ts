export type CallOutcome =
  | { readonly kind: 'ok' }
  | { readonly kind: 'refused'; readonly error: string }
  | { readonly kind: 'rate-limited'; readonly retryAfterSeconds: number }
  /** Made to fail by a test. */
  | { readonly kind: 'fault'; readonly fault: string; readonly carriedOut: boolean };

/** One call of the Web API, or one use of a `response_url` (method `response_url`). */
export interface ApiCall {
  readonly method: string;
  /** Without the token; JSON fields decoded. */
  readonly args: Readonly<Record<string, unknown>>;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly outcome: CallOutcome;
}
