import type { Random } from './random.ts';

/** A time in which most calls of Slack and Azure go wrong. */
export interface RoughTime {
  readonly fromMs: number;
  readonly toMs: number;
}

const MINUTE_MS = 60_000;
const LENGTH_MS = 7_000;

/** Two a minute, before and after the time in which Redis stands still for long. */
export function planRoughTimes(random: Random, lengthMs: number): readonly RoughTime[] {
  const minutes = Array.from({ length: Math.ceil(lengthMs / MINUTE_MS) }, (_, minute) => minute);
  return minutes
    .flatMap((minute) =>
      [random.whole(8_000, 13_000), random.whole(42_000, 50_000)].map(
        (at) => minute * MINUTE_MS + at,
      ),
    )
    .map((fromMs) => ({ fromMs, toMs: fromMs + LENGTH_MS }))
    .filter(({ toMs }) => toMs <= lengthMs);
}

export function isRough(roughTimes: readonly RoughTime[], atMs: number): boolean {
  return roughTimes.some(({ fromMs, toMs }) => atMs >= fromMs && atMs < toMs);
}
