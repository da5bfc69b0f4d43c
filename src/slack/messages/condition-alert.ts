import type { OutboxItem } from '../../watch/outbox-item.ts';
import type { WatchRecord } from '../../watch/watch-record.ts';
import { alertFrame } from './alert.ts';
import { section } from './blocks.ts';
import { CONDITIONS } from './condition-words.ts';
import { moment } from './figures.ts';
import { LIMITS, type Message, type MessageContext } from './message.ts';
import { lastSeenWords, titleOf } from './operation-words.ts';
import { bounded, escaped, sentence } from './text.ts';
import { verdictSentence } from './verdict-sentence.ts';
import { VERDICTS } from './verdict-signs.ts';

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
  const title = titleOf(record);
  const lead = leadOf(record, alert);
  return {
    text: bounded(`${sign} ${escaped(title, 200)} ${word}. ${lead}`, LIMITS.text),
    blocks: alertFrame(record, { title: `${sign} ${title} ${word}`, lead, cardLink }, around),
  };
}

function leadOf(record: WatchRecord, { condition, since }: Alert): string {
  const seen = escaped(lastSeenWords(record), 200);
  const shown = moment(since, 'second');
  switch (condition) {
    case 'blind': {
      const why = record.trouble ? ` ${escaped(sentence(record.trouble.explanation), 1000)}` : '';
      return `I have not been able to read it since ${shown}.${why} Last seen: ${seen}. This says nothing about the operation itself; I keep looking.`;
    }
    case 'stalled':
      return `No progress since ${shown}; it stands at ${seen}. Azure still calls it running.`;
    case 'overdue':
      return `It should have ended ${shown}; it stands at ${seen}. Azure still calls it running.`;
    default:
      return condition satisfies never;
  }
}

/** In the thread of that alert: on-call need not wait for it any more. */
export function conditionOverMessage(record: WatchRecord, { condition }: AlertOver): Message {
  const { verdict } = record.outcome;
  const sentences = verdictSentence(record);
  const text =
    verdict === 'running'
      ? `👌 ${overWords(condition)}. ${sentences}`
      : `${VERDICTS[verdict].sign} ${sentences}`;
  return { text: bounded(text, LIMITS.text), blocks: [section(text)] };
}

function overWords(condition: AlertOver['condition']): string {
  switch (condition) {
    case 'blind':
      return 'I can read it again';
    case 'stalled':
      return 'It moves again';
    case 'overdue':
      return 'Azure gives it more time';
    default:
      return condition satisfies never;
  }
}
