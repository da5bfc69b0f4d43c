import type { ChangeFeed } from './change-feed.ts';

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

const MOST_CALLS = 50_000;

/** The last 50,000 calls, oldest first. */
export class CallLog {
  readonly #feed: ChangeFeed;
  readonly #now: () => number;
  readonly #calls: ApiCall[] = [];

  constructor(feed: ChangeFeed, now: () => number) {
    this.#feed = feed;
    this.#now = now;
  }

  get calls(): readonly ApiCall[] {
    return this.#calls;
  }

  record(call: Omit<ApiCall, 'at'>): void {
    const entry = { ...call, at: this.#now() };
    if (this.#calls.length >= MOST_CALLS) this.#calls.splice(0, MOST_CALLS / 2);
    this.#calls.push(entry);
    this.#feed.publish({ kind: 'api-called', call: entry });
  }
}
