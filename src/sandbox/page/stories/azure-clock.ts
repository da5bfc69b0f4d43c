import type { Speed } from '../protocol.ts';

/** Azure's time in the demo: it runs faster than ours, but never back. All in milliseconds. */
export interface AzureClock {
  readonly speed: Speed;
  /** From now on. */
  setSpeed(speed: Speed): void;
  /** How much time has passed in Azure since this clock was made. */
  elapsedMs(): number;
  /** When, since the epoch of our own time, so much had or will have passed, as fast as time runs now. */
  timeAt(elapsedMs: number): number;
}

/** A time in which the speed did not change. */
interface Stretch {
  readonly startedAt: number;
  readonly elapsedMs: number;
  readonly speed: Speed;
}

/** @param now our own time since the epoch; where it jumps back, Azure's time stands still */
export function createAzureClock(speed: Speed, now: () => number = Date.now): AzureClock {
  let latest = now();
  let current: Stretch = { startedAt: latest, elapsedMs: 0, speed };
  const earlier: Stretch[] = [];

  function elapsedMs(): number {
    latest = Math.max(latest, now());
    return current.elapsedMs + (latest - current.startedAt) * current.speed;
  }

  return {
    get speed() {
      return current.speed;
    },
    setSpeed(next) {
      if (next === current.speed) return;
      const elapsed = elapsedMs();
      earlier.push(current);
      current = { startedAt: latest, elapsedMs: elapsed, speed: next };
    },
    elapsedMs,
    timeAt(elapsed) {
      const stretch =
        elapsed >= current.elapsedMs
          ? current
          : (earlier.findLast((each) => each.elapsedMs <= elapsed) ?? earlier[0] ?? current);
      return stretch.startedAt + (elapsed - stretch.elapsedMs) / stretch.speed;
    },
  };
}
