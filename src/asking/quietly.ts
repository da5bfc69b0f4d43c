import type { Logger } from 'pino';
import type { WatchId } from '../watch/names.ts';

/**
 * Has what is stored carried out. Nobody waits for it: it is done later anyway, by the sweep within a
 * minute or with the next read, and must not make an accepted wish look refused.
 */
export function quietly(watch: WatchId, log: Logger, work: () => Promise<void>): void {
  work().catch((error: unknown) => {
    log.warn({ event: 'asking.kick_failed', watch, err: error }, 'it will be done a little later');
  });
}
