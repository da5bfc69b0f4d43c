import type { NotYet } from '../../queues/sleep.ts';
import type { OwedItem } from '../../redis/owed-item.ts';
import type { SlackFailure } from '../../slack/api/slack-failure.ts';
import type { Message } from '../../slack/messages/message.ts';
import { isPerson } from '../../watch/askers.ts';
import type { WatchItem } from '../../watch/outbox-item.ts';
import type { Card } from '../../watch/watch-card.ts';
import type { PostLog } from './post-log.ts';
import { type PostOnceDependencies, postOnce } from './post-once.ts';

/**
 * Tells whoever asked for a card: alone in the channel where they asked, and where that is refused, in
 * their conversation with the bot. A pipeline is told nothing: it asks the API. What is shown to them alone can't be looked up: after a crash it is
 * shown again.
 *
 * @returns undefined where they have been told
 */
export async function tellAsker(
  owed: OwedItem<WatchItem>,
  { key, channel, askedBy: user, responseUrl }: Card,
  message: Message,
  dependencies: PostOnceDependencies & { readonly postLog: PostLog },
): Promise<SlackFailure | NotYet | undefined> {
  const { writer, postLog } = dependencies;
  if (!isPerson(user)) {
    postLog.pipelineUntold(owed.item, user);
    return undefined;
  }
  const to = { channel, user, ...(responseUrl && { responseUrl }) };
  const told = await writer.whisper(to, message);
  if (told.kind === 'whispered') return undefined;
  if (told.kind === 'later') return told;
  postLog.refused(owed.item, told);
  const direct = await writer.openDirect(user);
  if (direct.kind !== 'opened') return direct;
  const { watchId, at } = owed.item;
  // What an asker reads in place of a card is no card.
  const item = { kind: 'whisper' as const, watchId, at, cardKey: key };
  const place = { channel: direct.channel };
  const posted = await postOnce({ ...owed, item }, place, message, dependencies);
  switch (posted.kind) {
    case 'later':
    case 'refused':
    case 'not-yet':
      return posted;
    case 'posted':
    case 'adopted':
    case 'told':
    case 'settled':
    case 'doubtful':
      return undefined;
    default:
      return posted satisfies never;
  }
}
