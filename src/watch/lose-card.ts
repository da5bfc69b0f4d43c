import type { Change } from './change.ts';
import type { CardKey } from './names.ts';
import type { OutboxItem } from './outbox-item.ts';
import { type Card, cardOf, cardStands } from './watch-card.ts';
import { isLive, type WatchRecord } from './watch-record.ts';

/**
 * Somebody has deleted a card's message, or nobody may edit it any more. It still follows the watch; what
 * it can't show any more is told in its channel. A watch that has ended may lose its cards, too: who should
 * have read its ending there reads it in the channel.
 *
 * @returns undefined where no such card stands
 */
export function loseCard(record: WatchRecord, cardKey: CardKey): Change | undefined {
  const lost = cardOf(record, cardKey);
  if (!lost || !cardStands(lost)) return undefined;
  const cards = record.cards.map((card) => (card === lost ? withoutMessage(lost) : card));
  return { record: { ...record, cards }, outbox: owedFor(record, lost), changedCards: [] };
}

/** Slack takes replies under a deleted message without a word, so nobody may have read what was told there. */
function owedFor(record: WatchRecord, lost: Card): readonly OutboxItem[] {
  if (isLive(record) || record.ending.verdict === 'stopped' || lost.state === 'stopped') return [];
  const { at } = record.ending;
  const note = { kind: 'ended-anew', at } as const;
  return [{ kind: 'note', watchId: record.id, cardKey: lost.key, at, note }];
}

/** One that was stopped stays so. */
function withoutMessage(card: Card): Card {
  return card.state === 'stopped' ? { ...card, stands: false } : { ...card, state: 'lost' };
}
