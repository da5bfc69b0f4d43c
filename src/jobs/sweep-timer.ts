import type { Logger } from 'pino';

export interface SweepTimer {
  /** Waits for the sweep under way. */
  stop(): Promise<void>;
}

/** A sweep that fails, since Redis is away, is tried again soon. */
const AGAIN_MS = 2000;

/**
 * Sweeps at start and from time to time. By a timer of each process and not by a job of the queue: that would
 * sleep with the jobs it is to wake when the clock is set back.
 */
export function startSweeping(
  sweep: () => Promise<void>,
  everyMs: number,
  log: Logger,
): SweepTimer {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let running = run();

  async function run(): Promise<void> {
    const pause = await sweep().then(
      () => everyMs,
      (error: unknown) => {
        if (!stopped) log.warn({ event: 'sweep.failed', err: error }, 'is Redis reachable?');
        return AGAIN_MS;
      },
    );
    if (stopped) return;
    timer = setTimeout(() => {
      running = run();
    }, pause);
  }

  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
