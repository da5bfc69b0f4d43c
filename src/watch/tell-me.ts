import type { Change } from './change.ts';
import { cardToWishFor, withCard } from './change-card.ts';
import type { ChannelId, UserId } from './names.ts';
import { MOST_TOLD } from './tell-at-end.ts';
import type { WatchRecord } from './watch-record.ts';

/**
 * `told`: they will be mentioned in the note of the end; `untold`: they will not be, any more. `asked-for-it`: who
 * asked for the card is mentioned anyway. `full`: that many are mentioned already.
 */
export type TellMe =
  | { readonly kind: 'told' | 'untold'; readonly change: Change }
  | { readonly kind: 'asked-for-it' | 'full' };

/**
 * Has somebody mentioned when it ends, or takes that back.
 *
 * @returns undefined where no card there follows a live watch
 */
export function tellMe(record: WatchRecord, channel: ChannelId, user: UserId): TellMe | undefined {
  const card = cardToWishFor(record, channel);
  if (!card) return undefined;
  if (card.askedBy === user) return { kind: 'asked-for-it' };
  const { tellAlso = [], ...rest } = card;
  const others = tellAlso.filter((each) => each !== user);
  if (others.length < tellAlso.length) {
    const next = others.length > 0 ? { ...rest, tellAlso: others } : rest;
    return { kind: 'untold', change: withCard(record, card, next) };
  }
  if (tellAlso.length >= MOST_TOLD) return { kind: 'full' };
  return {
    kind: 'told',
    change: withCard(record, card, { ...rest, tellAlso: [...tellAlso, user] }),
  };
}
