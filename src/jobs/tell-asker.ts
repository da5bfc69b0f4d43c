import type { SlackFailure } from '../slack/api/slack-failure.ts';
import type { SlackWriter } from '../slack/api/slack-writer.ts';
import type { Message } from '../slack/messages/message.ts';
import { itemId, type WatchItem } from '../watch/outbox-item.ts';
import type { Card } from '../watch/watch-record.ts';
import type { PostLog } from './post-log.ts';

/**
 * Tells whoever asked for a card: alone in the channel where they asked, and where that is refused, in
 * their conversation with the bot. What is said so can't be looked up: after a crash it is said again.
 *
 * @returns undefined where they have been told
 */
export async function tellAsker(
  item: WatchItem,
  { channel, askedBy: user, responseUrl }: Card,
  message: Message,
  { writer, postLog }: { readonly writer: SlackWriter; readonly postLog: PostLog },
): Promise<SlackFailure | undefined> {
  const to = { channel, user, ...(responseUrl && { responseUrl }) };
  const told = await writer.whisper(to, message);
  if (told.kind === 'whispered') return undefined;
  if (told.kind === 'later') return told;
  postLog.refused(item, told);
  const direct = await writer.openDirect(user);
  if (direct.kind !== 'opened') return direct;
  const posted = await writer.post({ channel: direct.channel }, directId(item), message);
  return posted.kind === 'posted' ? undefined : posted;
}

/** What an asker reads in place of a card is no card. */
function directId(item: WatchItem): string {
  return item.kind === 'card' ? `${itemId(item)}/refused` : itemId(item);
}
