import type { Card } from '../../watch/watch-card.ts';
import type { WatchRecord } from '../../watch/watch-record.ts';
import { verdictSentence } from '../../words/verdict-sentence.ts';
import { asMarkup } from './markup.ts';

/** The sentence as one text, for notifications; escaped. */
export function spokenVerdict(record: WatchRecord, card?: Card): string {
  const { title, rest } = verdictSentence(record, card);
  return asMarkup([title, ...rest]);
}
