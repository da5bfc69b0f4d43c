import type { OutboxItem } from './outbox-item.ts';
import { progressOf } from './progress.ts';
import type { Card, WatchRecord } from './watch-record.ts';

/**
 * Puts the cards that wait for something to show into their channels, each with the note that opens
 * its thread.
 */
export function openCards(
  record: WatchRecord,
  now: number,
): { readonly record: WatchRecord; readonly outbox: readonly OutboxItem[] } {
  const waiting = record.cards.filter((card) => !card.opened && !card.stopped);
  if (waiting.length === 0) return { record, outbox: [] };
  return {
    record: { ...record, cards: record.cards.map((card) => opened(card)) },
    outbox: waiting.flatMap((card) => openingItems(record, card, now)),
  };
}

function opened(card: Card): Card {
  return card.stopped ? card : { ...card, opened: true };
}

function openingItems(record: WatchRecord, card: Card, now: number): readonly OutboxItem[] {
  const owner = { watchId: record.id, cardKey: card.key, at: now };
  const progress = record.latest ? progressOf(record.latest.snapshot) : {};
  return [
    { kind: 'card', ...owner },
    { kind: 'note', ...owner, note: { kind: 'started', at: now, askedBy: card.askedBy, progress } },
  ];
}
