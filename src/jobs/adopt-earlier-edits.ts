import { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import type { EditLine } from '../store/edit-line.ts';
import { KEY_PREFIX } from '../store/keys.ts';

/** Earlier versions kept a set of cards, `watchId/cardKey`, and a queue of jobs to edit them. */
const EARLIER = { cards: `${KEY_PREFIX}:behind`, queue: 'edits' } as const;

/** Takes over what a version before the edit line has left to be edited. Safe to repeat. */
export async function adoptEarlierEdits(connection: Redis, edits: EditLine): Promise<void> {
  const members = await connection.smembers(EARLIER.cards);
  if (members.length === 0) return;
  const cards = members.flatMap((member) => {
    const [watchId, cardKey] = member.split('/');
    return watchId && cardKey ? [{ kind: 'card' as const, watchId, cardKey }] : [];
  });
  await edits.mark('ending', ...cards);
  // Of several that start at once, one removes the queue: BullMQ refuses the others.
  if ((await connection.del(EARLIER.cards)) === 0) return;
  const queue = new Queue(EARLIER.queue, { connection, prefix: KEY_PREFIX });
  await queue.obliterate({ force: true });
  await queue.close();
}
