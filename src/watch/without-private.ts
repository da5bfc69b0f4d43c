import type { WatchRecord } from './watch-record.ts';

/**
 * A watch as others may be told of it: without the cards that stand in private channels and conversations, and
 * so without their labels, their links and whoever asked there.
 */
export function withoutPrivate<Kept extends WatchRecord>(record: Kept): Kept {
  return { ...record, cards: record.cards.filter(({ isPrivate }) => !isPrivate) };
}
