import type { Agent, Dispatcher } from 'undici';

/** How everything leaves the process that goes to Slack or Azure. Redis is not meant. */
export interface Outgoing {
  /** For what brings no client of its own. */
  readonly fetch: OutgoingFetch;
  /** For clients that take one. Undefined where there is no proxy, and theirs are as good. */
  readonly dispatcher: Dispatcher | undefined;
  /**
   * Opens connections of one's own, to be closed by whoever opens them. Undefined where there is no proxy:
   * anything leads out.
   */
  readonly openPool: ((options: Agent.Options) => Dispatcher) | undefined;
  /** Which hosts the proxy did not lead to when they were last asked for, a short while ago, and why. */
  problem(): string | undefined;
  /** Cuts off what is still under way. */
  close(): Promise<void>;
}

/** As much of the standard's as clients ask for, and as Node's and undici's agree on. */
type OutgoingFetch = (
  url: string | URL,
  init?: {
    method?: string;
    headers?: Record<string, string>;
    body?: string | FormData | Uint8Array;
    redirect?: 'error' | 'follow' | 'manual';
    signal?: AbortSignal;
  },
) => Promise<Response>;
