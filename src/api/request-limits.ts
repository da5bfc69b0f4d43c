/** How a request stands with a limit. */
export interface LimitTaken {
  readonly isWithin: boolean;
  /** It is the first in this window. */
  readonly isFirst: boolean;
  /** It is the first in this window that is over the limit. */
  readonly isFirstOver: boolean;
  readonly remaining: number;
  /** Until the window ends, in milliseconds. */
  readonly resetMs: number;
}

export const WINDOW_MS = 60_000;
/** Of addresses, of which anybody may have many: those that came first are forgotten first. */
const MOST_KNOWN = 10_000;

/**
 * Counts by a name, a minute at a time, in this process alone: what floods us must not cost a call to Redis each time,
 * and is refused while Redis is away, too.
 *
 * @param most in one window
 * @param now in milliseconds, of a clock that does not go back
 */
export function createRequestLimit(most: number, now: () => number) {
  const windows = new Map<string, { readonly endsAt: number; count: number }>();

  function windowOf(name: string, at: number) {
    const known = windows.get(name);
    if (known && known.endsAt > at) return known;
    const fresh = { endsAt: at + WINDOW_MS, count: 0 };
    windows.delete(name);
    windows.set(name, fresh);
    const [oldest] = windows.keys();
    if (windows.size > MOST_KNOWN && oldest !== undefined) windows.delete(oldest);
    return fresh;
  }

  return {
    /** @param cost as how many it counts */
    take(name: string, cost = 1): LimitTaken {
      const at = now();
      const window = windowOf(name, at);
      const before = window.count;
      window.count += cost;
      return {
        isWithin: window.count <= most,
        isFirst: before === 0,
        isFirstOver: before <= most && window.count > most,
        remaining: Math.max(0, most - window.count),
        resetMs: window.endsAt - at,
      };
    },
  };
}
