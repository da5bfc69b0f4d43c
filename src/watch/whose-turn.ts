import * as v from 'valibot';
import type { AskerId } from './askers.ts';
import { UserId } from './names.ts';
import type { WatchItem } from './outbox-item.ts';
import { activeCards, cardOf } from './watch-card.ts';
import type { WatchRecord } from './watch-record.ts';

const NOBODY = v.parse(UserId, '');

/**
 * Whose turns a watch's reads take, where turns go by asker: whoever asked first, of those whose card still follows
 * it.
 */
export function askerOf(record: WatchRecord): AskerId {
  const [first] = [...activeCards(record), ...record.cards];
  return first?.askedBy ?? NOBODY;
}

/** Whose turn a post about a watch takes: for what belongs to a card, whoever asked for that. */
export function askerOfPost(record: WatchRecord, item: WatchItem): AskerId {
  const card = 'cardKey' in item ? cardOf(record, item.cardKey) : undefined;
  return card?.askedBy ?? askerOf(record);
}
