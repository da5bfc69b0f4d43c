import type { Answer, Read, Script } from '../../azure/answer.ts';
import { storyTime } from '../../azure/story-time.ts';

interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** The operation goes on, but for this while Azure answers something else. */
export function interrupted(
  script: Script,
  { fromMs, toMs }: Span,
  answer: (read: Read) => Answer,
): Script {
  return (read) =>
    read.elapsedMs >= fromMs && read.elapsedMs < toMs ? answer(read) : script(read);
}

/** The operation stands still for this while, and goes on as if nothing had been. */
export function standingStill(script: Script, { fromMs, toMs }: Span): Script {
  const lostMs = toMs - fromMs;
  return (read) => {
    const { elapsedMs } = read;
    const progressMs = elapsedMs < toMs ? Math.min(elapsedMs, fromMs) : elapsedMs - lostMs;
    return script({
      ...read,
      elapsedMs: progressMs,
      timeAt: (atMs) => storyTime(read, atMs <= fromMs ? atMs : atMs + lostMs),
    });
  };
}
