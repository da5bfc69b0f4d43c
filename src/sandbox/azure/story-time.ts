import type { Read } from './answer.ts';

/** When so much of an operation's time has elapsed, in milliseconds since the epoch. */
export function storyTime({ startedAt, timeAt }: Read, elapsedMs: number): number {
  return timeAt === undefined ? startedAt + elapsedMs : timeAt(elapsedMs);
}
