import type { Change } from './change.ts';
import { cardToWishFor, withCard } from './change-card.ts';
import type { ChannelId } from './names.ts';
import type { WatchRecord } from './watch-record.ts';

/**
 * Has a channel's card told nothing but what matters (its end, what stands in its way, and that it is over), or
 * everything again.
 *
 * @returns undefined where no card there follows a live watch, or it is so already
 */
export function quietCard(
  record: WatchRecord,
  channel: ChannelId,
  isQuiet: boolean,
): Change | undefined {
  const card = cardToWishFor(record, channel);
  if (!card || (card.isQuiet ?? false) === isQuiet) return undefined;
  const { isQuiet: _before, ...rest } = card;
  return withCard(record, card, isQuiet ? { ...rest, isQuiet } : rest);
}
