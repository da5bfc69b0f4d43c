import type { UserId } from '../../watch/names.ts';
import type { Note } from '../../watch/outbox-item.ts';
import type { Card } from '../../watch/watch-card.ts';
import { verdictOf, type WatchRecord } from '../../watch/watch-record.ts';
import { duration, rate } from '../../words/figures.ts';
import { explanationOf, fullTitle, progressWords } from '../../words/operation-words.ts';
import { explained } from '../../words/plain-text.ts';
import { CONDITIONS, VERDICTS } from '../../words/signs.ts';
import { verdictSentence } from '../../words/verdict-sentence.ts';
import { askerWord, type Words } from '../../words/words.ts';
import { COMMAND } from '../commands/command.ts';
import { context } from './blocks.ts';
import { richText } from './literal.ts';
import { asMarkup, asRuns } from './markup.ts';
import { LIMITS, type Message } from './message.ts';
import { progressChart } from './progress-chart.ts';

type ConditionNote = Extract<Note, { kind: 'condition' }>;
type ConditionOverNote = Extract<Note, { kind: 'condition-over' }>;

/**
 * A reply in a card's thread: something happened. Each names its operation: where the card is deleted, Slack puts
 * it into the channel.
 *
 * @param told who is mentioned where it tells the end
 */
export function noteMessage(
  record: WatchRecord,
  note: Note,
  card: Card,
  told: readonly UserId[] = [],
): Message {
  const words = [...noteWords(record, note, card), ...mentionsOf(note, told)];
  const chart = isEnd(note) ? progressChart(record) : undefined;
  return {
    text: asMarkup(words, LIMITS.text),
    blocks: [richText(asRuns(words)), ...(chart === undefined ? [] : [context(chart)])],
  };
}

/** In a new message, and nowhere else: an edit notifies nobody. */
function mentionsOf(note: Note, told: readonly UserId[]): Words {
  return isEnd(note) ? told.flatMap((id) => [' ', { kind: 'person', id } as const]) : [];
}

function isEnd({ kind }: Note): boolean {
  return kind === 'ended' || kind === 'ended-anew';
}

function noteWords(record: WatchRecord, note: Note, card: Card): Words {
  const title = fullTitle(record, card);
  switch (note.kind) {
    case 'milestone': {
      const speed = note.bytesPerSecond === undefined ? '' : `, ${rate(note.bytesPerSecond)}`;
      const now = progressWords(note.progress);
      return ['📈 ', title, `: past ${note.milestone} %, now at ${now}${speed}.`];
    }
    case 'condition':
      return conditionWords(title, note);
    case 'condition-over':
      return ['👌 ', title, `: ${overText(note)}`];
    case 'ended':
    case 'ended-anew':
      return [...endedWords(record, card), ...whatNow(record)];
    case 'stopped':
      return [
        `${VERDICTS.stopped.sign} `,
        title,
        ': ',
        askerWord(note.by),
        ' stopped watching here. The operation itself goes on.',
      ];
    default:
      return note satisfies never;
  }
}

function whatNow(record: WatchRecord): Words {
  const explanation = explanationOf(record);
  switch (verdictOf(record)) {
    case 'abandoned':
      return [
        ' The operation may still be running: press ',
        { kind: 'bold', text: 'Watch again' },
        ' on its card to go on, or ask with ',
        { kind: 'code', text: `${COMMAND} watch` },
        '.',
      ];
    case 'off-limits':
      return explanation === undefined ? [] : [' ', explained(explanation)];
    default:
      return [];
  }
}

function endedWords(record: WatchRecord, card: Card): Words {
  const { title, rest } = verdictSentence(record, card);
  return [`${VERDICTS[verdictOf(record)].sign} `, title, ...rest];
}

function conditionWords(title: string, { condition, since, explanation }: ConditionNote): Words {
  const start = [`${CONDITIONS[condition].sign} `, title];
  const when = { kind: 'moment', at: since } as const;
  switch (condition) {
    case 'blind':
      return [
        ...start,
        ': I have not been able to read it since ',
        when,
        '. ',
        ...(explanation ? [explained(explanation), ' '] : []),
        'This says nothing about the operation itself; I keep looking.',
      ];
    case 'stalled':
      return [...start, ': no progress since ', when, '. Azure still calls it running.'];
    case 'overdue':
      return [...start, ': it was expected to end ', when, '. Azure still calls it running.'];
    default:
      return condition satisfies never;
  }
}

function overText({ condition, since, at, progress }: ConditionOverNote): string {
  const lasted = duration(Math.max(0, at - since));
  const words = progressWords(progress);
  const now = words ? `; now at ${words}` : '';
  switch (condition) {
    case 'blind':
      return `seen again, ${lasted} later${words ? `, ${words}` : ''}.`;
    case 'stalled':
      return `it moves again, after ${lasted}${now}.`;
    case 'overdue':
      return `no longer overdue${now}.`;
    default:
      return condition satisfies never;
  }
}
