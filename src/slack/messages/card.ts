import type { KnownBlock } from '@slack/types';
import type { Care } from '../../watch/acknowledgement.ts';
import { isBeingCanceled } from '../../watch/verdict-of-status.ts';
import type { Card } from '../../watch/watch-card.ts';
import { isLive, type Verdict, verdictOf, type WatchRecord } from '../../watch/watch-record.ts';
import { titleOf } from '../../words/operation-words.ts';
import { bounded } from '../../words/plain-text.ts';
import { signOf, VERDICTS } from '../../words/signs.ts';
import { failedWords } from '../../words/verdict-sentence.ts';
import { header } from './blocks.ts';
import { cardButtons } from './card-buttons.ts';
import { endedBody, stoppedBody } from './card-ended.ts';
import { cardFoot } from './card-foot.ts';
import { runningBody } from './card-running.ts';
import { LIMITS, type Message, type MessageContext } from './message.ts';
import { spokenVerdict } from './spoken-verdict.ts';

/**
 * The one message that shows a watch in a channel. A pure function of the record: rendered twice, it
 * looks the same. While nothing but time passes it changes seldom: all cards share 50 edits a minute.
 *
 * @param care who looks after how it ended
 */
export function cardMessage(
  record: WatchRecord,
  card: Card,
  around: MessageContext,
  care: Care = {},
): Message {
  const verdict = shownVerdict(record, card);
  const sign = verdict === 'running' ? '' : `${VERDICTS[verdict].sign} `;
  return {
    text: bounded(`${sign}${spokenVerdict(record, card)}`, LIMITS.text),
    blocks: drawn(record, card, around, care, { tellsAge: true }),
    look: JSON.stringify(drawn(record, card, around, care, { tellsAge: false })),
  };
}

function drawn(
  record: WatchRecord,
  card: Card,
  around: MessageContext,
  care: Care,
  age: { readonly tellsAge: boolean },
): KnownBlock[] {
  const verdict = shownVerdict(record, card);
  return [
    header(`${signOf(record, verdict)} ${cardTitle(record, card)}`),
    ...body(record, card, around, care, age),
    ...cardButtons(record, card, verdict, around),
    ...cardFoot(record, card, around),
  ];
}

function body(
  record: WatchRecord,
  card: Card,
  around: MessageContext,
  care: Care,
  age: { readonly tellsAge: boolean },
): readonly KnownBlock[] {
  if (card.state === 'stopped') return stoppedBody(record, card);
  return isLive(record) ? runningBody(record, age) : endedBody(record, around, care);
}

/** A stop shows where it was made, whatever becomes of the watch. */
function shownVerdict(record: WatchRecord, card: Card): Verdict {
  return card.state === 'stopped' ? 'stopped' : verdictOf(record);
}

/** `nightly export failed at 43 %` */
function cardTitle(record: WatchRecord, card: Card): string {
  const title = titleOf(record, card);
  const verdict = shownVerdict(record, card);
  switch (verdict) {
    case 'running':
      return record.latest && isBeingCanceled(record.latest.snapshot)
        ? `${title}: being canceled`
        : title;
    case 'failed':
      return `${title} ${failedWords(record)}`;
    case 'succeeded':
      return `${title} succeeded`;
    default:
      return `${title}: ${VERDICTS[verdict].word}`;
  }
}
