import { setTimeout as delay } from 'node:timers/promises';

/** Counts a run's time from its begin. */
export class Clock {
  readonly startedAt = Date.now();

  elapsedMs(): number {
    return Date.now() - this.startedAt;
  }

  async until(atMs: number): Promise<void> {
    const leftMs = atMs - this.elapsedMs();
    if (leftMs > 0) await delay(leftMs);
  }
}
