import type { Logger } from 'pino';
import { isOfValue } from './access/redis-fault.ts';
import { UnreadableRecord } from './stored-record.ts';

/** Notes what can't be read. @returns false where the error is none of that */
export type UnreadableLog = (error: unknown, about: Readonly<Record<string, unknown>>) => boolean;

/** What stands is told of again after so long. */
const AGAIN_MS = 3_600_000;

/** Writes down each kind of it once an hour, however often and wherever it is met: `/readyz` names them all. */
export function createUnreadableLog(log: Logger, now: () => number): UnreadableLog {
  const saidAt = new Map<string, number>();
  return (error, about) => {
    const why = error instanceof UnreadableRecord ? error.why : 'of another type';
    if (!(error instanceof UnreadableRecord) && !isOfValue(error)) return false;
    if (Math.abs(now() - (saidAt.get(why) ?? Number.NEGATIVE_INFINITY)) < AGAIN_MS) return true;
    saidAt.set(why, now());
    log.error({ event: 'unreadable.left', ...about, why, err: error }, 'see /readyz for all');
    return true;
  };
}
