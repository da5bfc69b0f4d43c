import type { Logger } from 'pino';
import { isOfValue } from '../redis/access/redis-fault.ts';
import type { AsideStore } from '../redis/aside-store.ts';
import { UnreadableRecord } from '../redis/stored-record.ts';
import { OF_NEWER_VERSION, type Refusal, UNREADABLE } from './refusals.ts';

/** Does what a person asks for, or says that it can't be read what that is about. */
export type PastUnreadable = <Given>(work: () => Promise<Given>) => Promise<Given | Refusal>;

export function createPastUnreadable(aside: AsideStore, log: Logger): PastUnreadable {
  return async (work) => {
    try {
      return await aside.past(work);
    } catch (error) {
      if (!(error instanceof UnreadableRecord) && !isOfValue(error)) throw error;
      log.error({ event: 'asking.unreadable', err: error }, 'see /readyz for all');
      const isNewer = error instanceof UnreadableRecord && error.why === 'newer';
      return isNewer ? OF_NEWER_VERSION : UNREADABLE;
    }
  };
}
