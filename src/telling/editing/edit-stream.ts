import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { AsideStore } from '../../redis/aside-store.ts';
import type { EditQueue, LeasedEdit } from '../../redis/edit-queue.ts';
import { createUnreadableLog } from '../../redis/unreadable-log.ts';
import { nameOfMessage } from '../../watch/names.ts';
import { createRedraw, type RedrawDependencies, type Redrawn } from './redraw.ts';

export interface EditStream {
  /** Waits for the edits under way. */
  close(): Promise<void>;
}

export interface EditStreamDependencies {
  readonly edits: EditQueue;
  readonly aside: AsideStore;
  readonly now: () => number;
  /** Notes an error where it is one of Redis; false where it is not. */
  readonly reportRedis: (error: unknown) => boolean;
  readonly log: Logger;
}

/** Slack may be slow: so many edits are under way at once. The budget is for all of them together. */
const AT_ONCE = 3;
/** How soon a message is seen that was marked while there was nothing to do. */
const IDLE_MS = 200;
const LONGEST_WAIT_MS = 1000;
/** Redis is away. */
const AGAIN_MS = 1000;

/**
 * Edits what is marked in the edit queue, evenly. The queue is in Redis, and each process takes from it
 * what is next: so nothing is lost with a process, and no jobs have to be kept.
 */
export function startEditStream(
  dependencies: RedrawDependencies & EditStreamDependencies,
): EditStream {
  const { edits, aside, reportRedis, now, log } = dependencies;
  const unreadable = createUnreadableLog(log, now);
  const redraw = createRedraw(dependencies);
  const closed = new AbortController();
  const { signal } = closed;
  const sending = new Set<Promise<void>>();
  const running = run();

  async function run(): Promise<void> {
    while (!signal.aborted) {
      const pauseMs = await step().catch(failed);
      if (pauseMs > 0) await delay(pauseMs, undefined, { signal }).catch(() => undefined);
    }
    await Promise.all(sending);
  }

  /** @returns for how many milliseconds to wait before the next one */
  async function step(): Promise<number> {
    if (sending.size >= AT_ONCE) await Promise.race(sending);
    if (signal.aborted) return 0;
    const next = await aside.past(() => edits.next());
    if (next.kind === 'none') return IDLE_MS;
    // Something more urgent may come while there is nothing to do, or somebody else may be faster.
    if (next.kind === 'wait') return Math.min(next.ms, LONGEST_WAIT_MS);
    const redrawn = await redraw(next.edit).catch((error: unknown) => leave(next.edit, error));
    if (redrawn.kind === 'wait') return Math.min(redrawn.ms, LONGEST_WAIT_MS);
    if (redrawn.kind === 'sending') track(redrawn.sent);
    return 0;
  }

  /** One record that can't be read must not hold up all others. */
  async function leave(leased: LeasedEdit, error: unknown): Promise<Redrawn> {
    if (reportRedis(error)) return { kind: 'wait', ms: AGAIN_MS };
    const message = nameOfMessage(leased.message);
    if (!unreadable(error, { message })) {
      log.error({ event: 'edits.unreadable', message, err: error });
    }
    await edits.putOff(leased);
    return { kind: 'done' };
  }

  function track(sent: Promise<void>): void {
    const tracked = sent.catch(failed).then(() => void sending.delete(tracked));
    sending.add(tracked);
  }

  /** What was leased is leased anew when its lease has run out. */
  function failed(error: unknown): number {
    if (!signal.aborted && !reportRedis(error)) log.warn({ event: 'edits.failed', err: error });
    return AGAIN_MS;
  }

  return {
    async close() {
      closed.abort();
      await running;
    },
  };
}
