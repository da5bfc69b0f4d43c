import type { ApiCall } from './api-call.ts';
import type { ChangeFeed } from './change-feed.ts';

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
