import type { OutboxItem } from './outbox-item.ts';
import type { Card } from './watch-card.ts';
import type { LiveWatch } from './watch-record.ts';

/**
 * Puts the cards that wait for something to show into their channels. No note goes with them: it would say what the
 * card says, and take one of the few posts that Slack allows a channel.
 */
export function openCards(
  record: LiveWatch,
  now: number,
): { readonly record: LiveWatch; readonly outbox: readonly OutboxItem[] } {
  const waiting = record.cards.filter(({ state }) => state === 'waiting');
  if (waiting.length === 0) return { record, outbox: [] };
  return {
    record: { ...record, cards: record.cards.map(opened) },
    outbox: waiting.map(({ key }) => ({
      kind: 'card',
      watchId: record.id,
      cardKey: key,
      at: now,
    })),
  };
}

function opened(card: Card): Card {
  return card.state === 'waiting' ? { ...card, state: 'standing' } : card;
}
