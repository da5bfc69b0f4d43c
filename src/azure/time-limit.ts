export interface TimeLimit {
  /** Aborts when the time is over, or with the outer signal and its reason. */
  readonly signal: AbortSignal;
  /** Whether it was the time that ended it. */
  readonly timedOut: boolean;
  /** To be called when the work is done: lets go of the timer and of the outer signal. */
  release(): void;
}

/**
 * A limit on the time of one piece of work, inside a signal that outlives it. In place of
 * AbortSignal.any and AbortSignal.timeout, which stay in memory until the time is over: at some
 * thousand reads a second that is a lot.
 */
export function startTimeLimit(timeoutMs: number, outer?: AbortSignal): TimeLimit {
  const controller = new AbortController();
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = !controller.signal.aborted;
    controller.abort(new DOMException(`Not done within ${timeoutMs} ms.`, 'TimeoutError'));
  }, timeoutMs);
  const follow = () => controller.abort(outer?.reason);
  if (outer?.aborted) follow();
  outer?.addEventListener('abort', follow, { once: true });
  return {
    signal: controller.signal,
    get timedOut() {
      return timedOut;
    },
    release: () => {
      clearTimeout(timer);
      outer?.removeEventListener('abort', follow);
    },
  };
}

/** `promise`, but rejects with the signal's reason as soon as it aborts. */
export async function unlessAborted<T>(
  promise: Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T> {
  if (signal === undefined) return promise;
  const aborted = Promise.withResolvers<never>();
  const abort = () => aborted.reject(signal.reason);
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([aborted.promise, promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
