export interface Repeating {
  /** Does it at once, and then from time to time again. */
  now(): void;
  /** Waits for what is under way. */
  close(): Promise<void>;
}

export interface RepeatingOptions {
  readonly everyMs: number;
  /** Hears why it has failed; not while it is being closed. */
  readonly onFailure: (error: unknown) => void;
}

/** What fails, since Redis is away, is tried again soon. */
const AGAIN_MS = 2000;

/**
 * Does something at start and from time to time. By a timer of each process and not by a job of the queue: that would
 * sleep with the jobs that a sweep is to wake when the clock is set back.
 */
export function startRepeating(
  work: () => Promise<void>,
  { everyMs, onFailure }: RepeatingOptions,
): Repeating {
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;
  let running = run();

  async function run(): Promise<void> {
    const pause = await work().then(
      () => everyMs,
      (error: unknown) => {
        if (!isClosed) onFailure(error);
        return AGAIN_MS;
      },
    );
    if (isClosed) return;
    timer = setTimeout(() => {
      running = run();
    }, pause);
  }

  return {
    now() {
      if (isClosed) return;
      clearTimeout(timer);
      running = running.then(() => {
        clearTimeout(timer);
        return run();
      });
    },
    async close() {
      isClosed = true;
      clearTimeout(timer);
      await running;
    },
  };
}
