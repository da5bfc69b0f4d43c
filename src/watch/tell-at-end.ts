import { type AskerId, isPerson } from './askers.ts';
import type { Change } from './change.ts';
import type { CardKey, UserId } from './names.ts';
import { type Card, cardOf } from './watch-card.ts';
import { isLive, type WatchRecord } from './watch-record.ts';

/** How many are mentioned in the note of an end, beside who asked: more would be a channel's mention. */
export const MOST_TOLD = 20;

/** Those of these who are to be told beside who asked: each once, MOST_TOLD at most. */
export function othersToTell(askedBy: AskerId, users: readonly UserId[]): readonly UserId[] {
  return [...new Set(users)].filter((user) => user !== askedBy).slice(0, MOST_TOLD);
}

/** Whom the note of a card's end mentions, who asked first; a pipeline is not mentioned. */
export function toldAtEnd({
  askedBy,
  tellAlso = [],
}: Pick<Card, 'askedBy' | 'tellAlso'>): readonly UserId[] {
  const others = othersToTell(askedBy, tellAlso);
  return isPerson(askedBy) ? [askedBy, ...others] : others;
}

/**
 * Has more people mentioned in the note of a card's end.
 *
 * @returns undefined where that changes nothing: they are all told already, there is no room for them, or it is over
 */
export function tellAtEnd(
  record: WatchRecord,
  key: CardKey,
  users: readonly UserId[],
): Change | undefined {
  const card = cardOf(record, key);
  if (!isLive(record) || !card || card.state === 'stopped') return undefined;
  const before = card.tellAlso ?? [];
  const told = othersToTell(card.askedBy, [...before, ...users]);
  if (told.length <= before.length) return undefined;
  const cards = record.cards.map((each) =>
    each.key === key ? { ...each, tellAlso: [...told] } : each,
  );
  return { record: { ...record, cards }, outbox: [], changedCards: [] };
}
