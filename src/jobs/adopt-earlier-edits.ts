import { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import type { EditLine } from '../store/edit-line.ts';
import { KEY_PREFIX } from '../store/keys.ts';

/** Earlier versions kept a set of cards, `watchId/cardKey`, and a queue of jobs to edit them. */
const EARLIER = {
  cards: `${KEY_PREFIX}:behind`,
  queue: 'edits',
  queueKey: `${KEY_PREFIX}:edits:meta`,
} as const;

/**
 * Takes over what a version before the edit line has left to be edited, and may still leave while its
 * last processes run. Safe to repeat, and by several at once.
 *
 * @param live ids of the live watches: their cards only progress
 */
export async function adoptEarlierEdits(
  connection: Redis,
  edits: EditLine,
  live: ReadonlySet<string>,
): Promise<void> {
  const members = await connection.smembers(EARLIER.cards);
  for (const member of members) {
    const [watchId, cardKey] = member.split('/');
    if (watchId && cardKey) {
      const urgency = live.has(watchId) ? 'progress' : 'ending';
      await edits.mark(urgency, { kind: 'card', watchId, cardKey });
    }
    await connection.srem(EARLIER.cards, member);
  }
  if ((await connection.exists(EARLIER.queueKey)) === 0) return;
  const queue = new Queue(EARLIER.queue, { connection, prefix: KEY_PREFIX, skipMetasUpdate: true });
  // Refused to all but one of several.
  await queue.obliterate({ force: true }).catch(() => undefined);
  await queue.close();
}
