import ky from 'ky';
import type { OperationReference } from '../watch/operation-reference.ts';
import type { Reading } from '../watch/reading.ts';
import { failureOfError } from './failure-of-error.ts';
import { createPooledFetch, type Fetch } from './pooled-fetch.ts';
import { type ProgressRequest, requestProgress } from './request-progress.ts';
import { startTimeLimit } from './time-limit.ts';
import type { TokenSource } from './token-source.ts';

export interface OperationReader {
  /**
   * Reads an operation once. Whatever goes wrong is a reading too: this rejects only with the reason
   * of the caller's `signal`, when that aborts.
   */
  read(
    reference: OperationReference,
    options?: { readonly signal?: AbortSignal },
  ): Promise<Reading>;
  /** Lets running reads end, then closes the connections. May be called again. */
  close(): Promise<void>;
}

export interface OperationReaderOptions {
  /** Of the cloud, such as `https://management.azure.com`. Tokens go nowhere else. */
  readonly armEndpoint: string;
  readonly tokens: TokenSource;
  readonly userAgent: string;
  /** In place of our own, which keeps connections and takes 1 MB of an answer at most. */
  readonly fetch?: Fetch;
  /** For a whole read, a new token and a second attempt included. Default 10 s. */
  readonly timeoutMs?: number;
  readonly now?: () => number;
}

/** Real answers take a few KB. */
const LARGEST_ANSWER_BYTES = 1024 * 1024;

/** Creates the reader of OperationProgress_Get. It does not retry: when to look again is decided elsewhere. */
export function createOperationReader({
  armEndpoint,
  tokens,
  userAgent,
  fetch,
  timeoutMs = 10_000,
  now = Date.now,
}: OperationReaderOptions): OperationReader {
  const pool = createPooledFetch({ maxBodyBytes: LARGEST_ANSWER_BYTES });
  const client = ky.create({
    fetch: fetch ?? pool.fetch,
    headers: { accept: 'application/json', 'user-agent': userAgent },
    retry: 0,
    redirect: 'manual',
    timeout: false, // The limit below spans more than one request.
  });

  async function read(
    reference: OperationReference,
    { signal }: { readonly signal?: AbortSignal } = {},
  ): Promise<Reading> {
    signal?.throwIfAborted();
    const limit = startTimeLimit(timeoutMs, signal);
    try {
      return await readOnce(tokens, {
        client,
        armEndpoint,
        reference,
        signal: limit.signal,
        now,
      });
    } catch (error) {
      signal?.throwIfAborted();
      return failureOfError(error, { timedOut: limit.timedOut, timeoutMs });
    } finally {
      limit.release();
    }
  }

  return { read, close: pool.close };
}

/** One read: a token, a request, and another of each where Azure asks for a better token. */
async function readOnce(
  tokens: TokenSource,
  request: Omit<ProgressRequest, 'token'>,
): Promise<Reading> {
  const token = await tokens.get(request.signal);
  const { reading, tokenRefused } = await requestProgress({ ...request, token });
  if (tokenRefused === undefined) return reading;
  if (tokenRefused.claims === undefined) {
    tokens.forget(token);
    return reading;
  }
  const better = await tokens.renew(token, tokenRefused.claims, request.signal);
  return (await requestProgress({ ...request, token: better })).reading;
}
