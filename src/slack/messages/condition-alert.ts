import type { OutboxItem } from '../../watch/outbox-item.ts';
import { verdictOf, type WatchRecord } from '../../watch/watch-record.ts';
import { fullTitle, lastSeenWords, titleOf } from '../../words/operation-words.ts';
import { explained } from '../../words/plain-text.ts';
import { CONDITIONS, VERDICTS } from '../../words/signs.ts';
import { verdictSentence } from '../../words/verdict-sentence.ts';
import type { Words } from '../../words/words.ts';
import { alertFrame } from './alert-frame.ts';
import { richText } from './literal.ts';
import { asMarkup, asRuns } from './markup.ts';
import { LIMITS, type Message, type MessageContext } from './message.ts';

type Alert = Extract<OutboxItem, { kind: 'condition-alert' }>;
type AlertOver = Extract<OutboxItem, { kind: 'condition-alert-over' }>;

/** A new message in the on-call channel, without a mention: something is odd about a running watch. */
export function conditionAlertMessage(
  record: WatchRecord,
  alert: Alert,
  cardLink: string | undefined,
  around: MessageContext,
): Message {
  const { sign, word } = CONDITIONS[alert.condition];
  const lead = conditionWords(record, alert);
  return {
    text: asMarkup([`${sign} `, fullTitle(record), ': ', ...lead], LIMITS.text),
    blocks: alertFrame(
      record,
      {
        title: `${sign} ${titleOf(record)} ${word}`,
        why: [richText(asRuns(lead))],
        cardLink,
        mentions: 'nobody',
      },
      around,
    ),
  };
}

/** What is odd, and since when. */
export function conditionWords(
  record: WatchRecord,
  { condition, since }: Pick<Alert, 'condition' | 'since'>,
): Words {
  const seen = lastSeenWords(record);
  const when = { kind: 'moment', at: since } as const;
  switch (condition) {
    case 'blind':
      return [
        'I have not been able to read it since ',
        when,
        '. ',
        ...(record.trouble ? [explained(record.trouble.explanation), ' '] : []),
        'Last seen: ',
        seen,
        '. This says nothing about the operation itself; I keep looking.',
      ];
    case 'stalled':
      return ['No progress since ', when, '; it stands at ', seen, '. ', STILL_RUNNING];
    case 'overdue':
      return ['It was expected to end ', when, '; it stands at ', seen, '. ', STILL_RUNNING];
    default:
      return condition satisfies never;
  }
}

const STILL_RUNNING = 'Azure still calls it running.';

/** In the thread of that alert: on-call need not wait for it any more. */
export function conditionOverMessage(record: WatchRecord, { condition }: AlertOver): Message {
  const verdict = verdictOf(record);
  const { title, rest } = verdictSentence(record);
  const start =
    verdict === 'running' ? `👌 ${overWords(condition)}. ` : `${VERDICTS[verdict].sign} `;
  const words = [start, title, ...rest];
  return { text: asMarkup(words, LIMITS.text), blocks: [richText(asRuns(words))] };
}

function overWords(condition: AlertOver['condition']): string {
  switch (condition) {
    case 'blind':
      return 'I can read it again';
    case 'stalled':
      return 'It moves again';
    case 'overdue':
      return 'It is no longer overdue';
    default:
      return condition satisfies never;
  }
}
