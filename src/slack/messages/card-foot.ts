import type { KnownBlock } from '@slack/types';
import type { Card } from '../../watch/watch-card.ts';
import type { WatchRecord } from '../../watch/watch-record.ts';
import { titleOf, workOf } from '../../words/operation-words.ts';
import { context } from './blocks.ts';
import { askerMarkup } from './markup.ts';
import type { MessageContext } from './message.ts';
import { idOf } from './operation-id.ts';
import { placeWords } from './place-words.ts';
import { literally } from './text.ts';

/** What is looked up seldom: `Backup of srv1 · prod, East US`, `asked by @alice`, and last the whole id. */
export function cardFoot(
  record: WatchRecord,
  card: Card,
  around: MessageContext,
): readonly KnownBlock[] {
  const work = workOf(record);
  const about = [
    ...(titleOf(record, card) === work ? [] : [literally(work, 140)]),
    placeWords(record, around),
  ];
  // Two lines: one would be too long for a phone.
  return [
    context(`${about.join(' · ')}\nasked by ${askerMarkup(card.askedBy)}`),
    context(idOf(record)),
  ];
}
