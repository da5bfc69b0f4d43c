import type { ChannelId } from '../watch/names.ts';
import type { Card } from '../watch/watch-card.ts';
import type { Caller } from './asker.ts';

/** `alerts`: only what nobody looks after, wherever it was asked for. */
export type ListScope = 'here' | 'mine' | 'all' | 'alerts';

/** Of these, the channels that everybody in the workspace can see, as far as is known. Never rejects. */
export type PublicAmong = (channels: Iterable<ChannelId>) => Promise<ReadonlySet<ChannelId>>;

/**
 * Whether somebody finds a card in such a list: what stands in private is found there, and by who asked. `if-public`:
 * its channel was public when the card was asked for, and may have been made private since then.
 */
export function isListed(card: Card, asker: Caller, scope: ListScope): boolean | 'if-public' {
  const isHere = card.channel === asker.channel;
  const isMine = card.askedBy === asker.user;
  switch (scope) {
    case 'here':
      return isHere;
    case 'mine':
      return isMine;
    case 'all':
    case 'alerts':
      return isHere || isMine || (!card.isPrivate && 'if-public');
    default:
      return scope satisfies never;
  }
}
