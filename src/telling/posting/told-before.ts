import { isGatherable } from '../../redis/kept-digest.ts';
import type { LaterFailure } from '../../slack/api/slack-failure.ts';
import type { ChannelId } from '../../watch/names.ts';
import type { WatchItem } from '../../watch/outbox-item.ts';
import { findEarlier, type PostOnceDependencies, type Standing } from './post-once.ts';

export interface ToldBeforeDependencies extends PostOnceDependencies {
  readonly oncallChannel: ChannelId;
  readonly fallbackChannel: ChannelId | undefined;
}

/**
 * Looks for an alert that may have been told in a time that our memory has lost, alone or on a digest. To be
 * called before it comes onto a digest, which is posted or edited without a doubt about its entries.
 *
 * @returns undefined where it is to be told
 */
export async function toldBefore(
  item: WatchItem,
  { outboxes, writer, oncallChannel, fallbackChannel }: ToldBeforeDependencies,
): Promise<Standing | LaterFailure | undefined> {
  const lost = isGatherable(item) ? await outboxes.lostTime(item) : undefined;
  if (!lost) return undefined;
  const channels = [oncallChannel, ...(fallbackChannel ? [fallbackChannel] : [])];
  const places = channels.map((channel) => ({ channel }));
  const earlier = await findEarlier(item, places, lost, writer);
  switch (earlier.kind) {
    case 'absent':
    case 'unreadable':
      return undefined;
    case 'adopted':
    case 'told':
    case 'later':
      return earlier;
    default:
      return earlier satisfies never;
  }
}
