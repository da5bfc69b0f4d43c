import type { Span } from '../checks/observation.ts';

const EVERY_MS = 50;
const LATE_MS = 400;

/** Notes when this process's own timers came much too late: then the machine had no time for anybody. */
export function watchBusyTimes(): { readonly spans: readonly Span[]; stop(): void } {
  const spans: Span[] = [];
  let last = Date.now();
  const timer = setInterval(() => {
    const now = Date.now();
    if (now - last > EVERY_MS + LATE_MS) spans.push({ from: last, to: now });
    last = now;
  }, EVERY_MS);
  return { spans, stop: () => clearInterval(timer) };
}
