import type { KnownBlock } from '@slack/types';
import type { Care } from '../../watch/acknowledgement.ts';
import { mentionsOnCall } from '../../watch/alert-cause.ts';
import { isLive, verdictOf, type WatchRecord } from '../../watch/watch-record.ts';
import { causeOfRecord } from '../../words/cause-words.ts';
import { duration } from '../../words/figures.ts';
import { oddEndWords, titleOf } from '../../words/operation-words.ts';
import { bounded } from '../../words/plain-text.ts';
import { VERDICTS } from '../../words/signs.ts';
import { failedWords } from '../../words/verdict-sentence.ts';
import { alertFrame } from './alert-frame.ts';
import { section } from './blocks.ts';
import { careButtons } from './care-buttons.ts';
import { careLead, careLine, careSign } from './care-words.ts';
import { causeQuote } from './cause-quote.ts';
import { asMarkup } from './markup.ts';
import { LIMITS, type Message, type MessageContext } from './message.ts';
import { remedyLine } from './remedy-line.ts';
import { spokenVerdict } from './spoken-verdict.ts';
import { whyBlocks } from './why-blocks.ts';

/**
 * A new message in the on-call channel: what ended how, why, and what to do, so that it can be judged at a
 * glance; by an edit, who looks after it.
 */
export function alertMessage(
  record: WatchRecord,
  cardLink: string | undefined,
  around: MessageContext,
  care: Care = {},
): Message {
  const sign = careSign(care) ?? '🚨';
  const mention = mentionFor(record, around);
  return {
    text: bounded(`${sign} ${careLead(care)}${mention}${spokenVerdict(record)}`, LIMITS.text),
    blocks: alertFrame(
      record,
      {
        title: `${sign} ${alertTitle(record)}`,
        why: why(record, around),
        taken: careLine(care),
        buttons: careButtons(`alert/${record.id}`, care),
        cardLink,
        mentions: 'who asked',
      },
      around,
    ),
  };
}

function mentionFor(record: WatchRecord, { oncallMention }: MessageContext): string {
  return mentionsOnCall(record) && oncallMention ? `${oncallMention} ` : '';
}

/** `nightly export failed at 43 %` */
function alertTitle(record: WatchRecord): string {
  const title = titleOf(record);
  const verdict = verdictOf(record);
  if (verdict === 'failed') return `${title} ${failedWords(record)}`;
  return `${title}: ${VERDICTS[verdict].word}`;
}

/** In plain words, then in Azure's, and what to try. */
function why(record: WatchRecord, around: MessageContext): readonly KnownBlock[] {
  const before = mentionFor(record, around);
  if (verdictOf(record) === 'failed') return whyBlocks(record, around, { before });
  const cause = verdictOf(record) === 'ended-otherwise' ? causeOfRecord(record) : undefined;
  return [
    section(`${before}${lead(record)}`),
    ...(cause ? [causeQuote(cause, 'cause alone'), ...remedyLine(cause, around)] : []),
  ];
}

function lead(record: WatchRecord): string {
  const ending = isLive(record) ? undefined : record.ending;
  switch (ending?.verdict) {
    case 'gone':
      return 'Azure no longer keeps the result of this operation. How it ended is not known: please look.';
    case 'canceled':
      return 'Azure says that this operation was canceled.';
    case 'abandoned':
      return `I stopped watching this operation after ${duration(ending.watchedMs)}, before it ended. It may still be running: please look.`;
    case 'ended-otherwise':
      return asMarkup([oddEndWords(record), ': please look.']);
    default:
      return 'This watch has ended. Please look at its card.';
  }
}
