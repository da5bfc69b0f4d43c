import ky from 'ky';
import type { OperationReference } from '../watch/operation-reference.ts';
import type { Reading } from '../watch/reading.ts';
import type { ArmFetch } from './arm-fetch.ts';
import { failureOfError } from './failure-of-error.ts';
import { type ProgressRequest, requestProgress } from './request-progress.ts';
import { SignInFailed, TokenAwaited } from './sign-in-failed.ts';
import { startTimeLimit } from './time-limit.ts';
import { type Replacement, SAME_TOKEN, type TokenSource } from './token-source.ts';

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
  /** How requests are sent; closed with the reader. */
  readonly http: ArmFetch;
  /** For a whole read, a new token and a second attempt included. Default 10 s. */
  readonly timeoutMs?: number;
  readonly now?: () => number;
}

/** Creates the reader of OperationProgress_Get. It does not retry: when to look again is decided elsewhere. */
export function createOperationReader({
  armEndpoint,
  tokens,
  userAgent,
  http,
  timeoutMs = 10_000,
  now = Date.now,
}: OperationReaderOptions): OperationReader {
  const client = ky.create({
    fetch: http.fetch,
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

  return { read, close: http.close };
}

/** One read: a token, a request, and another of each where Azure asks for a better token. */
async function readOnce(
  tokens: TokenSource,
  request: Omit<ProgressRequest, 'token'>,
): Promise<Reading> {
  const token = await awaited(tokens.get(request.signal));
  const { reading, tokenRefused } = await requestProgress({ ...request, token });
  if (tokenRefused === undefined) return reading;
  const { claims } = tokenRefused;
  const next: Replacement =
    claims === undefined
      ? await awaited(tokens.replace(token, request.signal))
      : { kind: 'token', token: await awaited(tokens.renew(token, claims, request.signal)) };
  switch (next.kind) {
    case 'token': {
      const second = await requestProgress({ ...request, token: next.token });
      return second.tokenRefused ? freshRefused(second.reading) : second.reading;
    }
    case 'same':
      return adding(reading, SAME_TOKEN);
    case 'later':
      return reading;
    default:
      return next satisfies never;
  }
}

/** Tells that it was the sign-in that kept a read waiting. */
async function awaited<Given>(wait: Promise<Given>): Promise<Given> {
  return await wait.catch((cause: unknown) => {
    if (cause instanceof SignInFailed) throw cause;
    throw new TokenAwaited('There was no token in time', { cause });
  });
}

function freshRefused(reading: Reading): Reading {
  const told = adding(reading, 'A fresh one was refused, too.');
  if (told.kind === 'snapshot') return told;
  return { ...told, refusal: { by: 'subscription', isFresh: true } };
}

function adding(reading: Reading, words: string): Reading {
  return reading.kind === 'snapshot'
    ? reading
    : { ...reading, explanation: `${reading.explanation.replace(/(?<![.!?])$/, '.')} ${words}` };
}
