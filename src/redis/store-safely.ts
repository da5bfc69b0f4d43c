import { isOfValue, isRefusal } from './access/redis-fault.ts';
import type { RedisClient } from './connection.ts';

/** Redis did not get to it in time, or could not be asked: it has not been done, and will not be. */
export class NothingStored extends Error {
  override readonly name = 'NothingStored';

  constructor(why: string, options?: ErrorOptions) {
    super(`${why}; nothing has been stored`, options);
  }
}

/** Redis broke off before its answer: nobody knows whether it has been done. */
export class StoreUncertain extends Error {
  override readonly name = 'StoreUncertain';

  constructor(cause: unknown) {
    super('Redis broke off before it answered', { cause });
  }
}

/**
 * Has Redis carry out a step that takes a deadline, and tells what can't have been done from what may
 * have been.
 *
 * @param send sends the step at once: whether there is a connection is known for this moment only
 * @throws the refusal itself where that is for what Redis holds: nothing has been stored then either
 * @throws NothingStored where the deadline has passed, where Redis refuses it, or where there is no
 *   connection to wait for
 * @throws StoreUncertain where Redis was asked, and its answer did not come
 */
export async function storeSafely<Answer extends string>(
  redis: RedisClient,
  send: () => Promise<readonly [answer: Answer | 'late', ...told: unknown[]]>,
): Promise<Answer> {
  // With an offline queue it would be sent once there is a connection.
  if (redis.status !== 'ready' && !redis.options.enableOfflineQueue) {
    throw new NothingStored('There is no connection to Redis');
  }
  const [answer] = await send().catch((error: unknown) => {
    if (isOfValue(error)) throw error;
    throw isRefusal(error)
      ? new NothingStored('Redis refuses it', { cause: error })
      : new StoreUncertain(error);
  });
  if (answer === 'late') throw new NothingStored('Redis took too long');
  return answer;
}
