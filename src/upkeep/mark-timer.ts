import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Memory } from '../redis/memory.ts';

export interface MarkTimerDependencies {
  readonly memory: Memory;
  /** What was stored lately is lost: what is left of it may lack its jobs. */
  readonly onLoss: () => void;
  /** Notes an error where it is one of Redis; false where it is not. */
  readonly reportRedis: (error: unknown) => boolean;
  readonly log: Logger;
}

const MARK_EVERY_MS = 2000;

/** Marks regularly that this process is here, and so notices when memory goes back. */
export function startMarking({ memory, onLoss, reportRedis, log }: MarkTimerDependencies) {
  const closing = new AbortController();
  memory.onLoss(({ since, from, to }) => {
    log.error(
      { event: 'memory.went_back', noticedAt: since, ...(to > 0 && { lostMs: from - to }) },
      to > 0
        ? 'Redis has lost what it was told last: watches begun in that time have to be begun again'
        : 'Redis has lost all that it kept: watches have to be begun again',
    );
    onLoss();
  });

  async function mark(): Promise<void> {
    await memory.mark().catch((error: unknown) => {
      if (closing.signal.aborted || reportRedis(error)) return;
      log.warn({ event: 'memory.mark_failed', err: error });
    });
  }

  async function markRegularly(): Promise<void> {
    while (!closing.signal.aborted) {
      await mark();
      await delay(MARK_EVERY_MS, undefined, { ref: false, signal: closing.signal }).catch(
        () => undefined,
      );
    }
  }

  void markRegularly();
  return {
    /** A connection is there again: what it leads to may have gone back. */
    now: () => void mark(),
    close: () => closing.abort(),
  };
}
