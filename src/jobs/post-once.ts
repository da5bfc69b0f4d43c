import type { Place, Posted, SlackWriter } from '../slack/api/slack-writer.ts';
import type { Message } from '../slack/messages/message.ts';
import type { OutboxStore } from '../store/outbox-store.ts';
import { itemId, type OutboxItem } from '../watch/outbox-item.ts';

/** Our clock and Slack's may differ by this much when we look for a message. */
const CLOCK_SKEW_MS = 60_000;

export interface PostOnceDependencies {
  readonly outboxes: OutboxStore;
  readonly writer: SlackWriter;
  readonly now: () => number;
}

/**
 * `adopted`: an earlier attempt had posted it, as it looked then. `doubtful`: it may have been posted
 * earlier, nobody can tell, and silence is the lesser evil.
 */
export type PostedOnce =
  | Posted
  | { readonly kind: 'adopted'; readonly ts: string }
  | { readonly kind: 'doubtful' };

/**
 * Posts an item, but never a second time: the intent is written down first, and a post that was
 * interrupted is looked up by its id before it is sent again. Where the bot may not look, a doubt is
 * resolved towards telling, except for a milestone.
 */
export async function postOnce(
  item: OutboxItem,
  place: Place,
  message: Message,
  { outboxes, writer, now }: PostOnceDependencies,
): Promise<PostedOnce> {
  const id = itemId(item);
  const intendedAt = await outboxes.intend(item, now());
  if (intendedAt !== undefined) {
    const earlier = await writer.find(place, id, intendedAt - CLOCK_SKEW_MS);
    if (earlier.kind === 'found') return { kind: 'adopted', ts: earlier.ts };
    if (earlier.kind === 'later') return earlier;
    if (earlier.kind === 'unreadable' && isMilestone(item)) return { kind: 'doubtful' };
  }
  const posted = await writer.post(place, id, message);
  if (posted.kind === 'refused' || (posted.kind === 'later' && posted.taken === 'no')) {
    await outboxes.dropIntent(item);
  }
  return posted;
}

function isMilestone(item: OutboxItem): boolean {
  return item.kind === 'note' && item.note.kind === 'milestone';
}
