import type { Note } from '../../watch/outbox-item.ts';
import type { WatchRecord } from '../../watch/watch-record.ts';
import { section } from './blocks.ts';
import { CONDITIONS } from './condition-words.ts';
import { duration, moment, rate } from './figures.ts';
import type { Message } from './message.ts';
import { progressWords } from './operation-words.ts';
import { escaped, sentence } from './text.ts';
import { verdictSentence } from './verdict-sentence.ts';
import { VERDICTS } from './verdict-signs.ts';

type ConditionNote = Extract<Note, { kind: 'condition' }>;
type ConditionOverNote = Extract<Note, { kind: 'condition-over' }>;

/** A reply in a card's thread: something happened. */
export function noteMessage(record: WatchRecord, note: Note): Message {
  const text = noteText(record, note);
  return { text, blocks: [section(text)] };
}

function noteText(record: WatchRecord, note: Note): string {
  switch (note.kind) {
    case 'started': {
      const startedAt = record.latest?.snapshot.startedAt;
      const since = startedAt === undefined ? '' : ` Azure started it ${moment(startedAt)}.`;
      const now = progressWords(note.progress);
      return `👀 Watching for <@${note.askedBy}>.${since}${now ? ` Now at ${now}.` : ''}`;
    }
    case 'milestone': {
      const speed = note.bytesPerSecond === undefined ? '' : `, ${rate(note.bytesPerSecond)}`;
      return `📈 Past ${note.milestone} %, now at ${progressWords(note.progress)}${speed}.`;
    }
    case 'condition':
      return conditionText(note);
    case 'condition-over':
      return overText(note);
    case 'ended':
      if (record.outcome.verdict === 'abandoned') return `${endedText(record)} ${GO_ON}`;
      return endedText(record);
    case 'stopped':
      return `${VERDICTS.stopped.sign} <@${note.by}> stopped watching here. The operation itself goes on.`;
    default:
      return note satisfies never;
  }
}

const GO_ON = 'The operation may still run: *Watch on* on the card goes on watching.';

function endedText(record: WatchRecord): string {
  return `${VERDICTS[record.outcome.verdict].sign} ${verdictSentence(record)}`;
}

function conditionText({ condition, since, explanation }: ConditionNote): string {
  const { sign } = CONDITIONS[condition];
  const shown = moment(since, 'second');
  switch (condition) {
    case 'blind': {
      const why = explanation ? ` ${escaped(sentence(explanation), 1000)}` : '';
      return `${sign} I have not been able to read it since ${shown}.${why} This says nothing about the operation itself; I keep looking.`;
    }
    case 'stalled':
      return `${sign} No progress since ${shown}. Azure still calls it running.`;
    case 'overdue':
      return `${sign} It should have ended ${shown}. Azure still calls it running.`;
    default:
      return condition satisfies never;
  }
}

function overText({ condition, since, at, progress }: ConditionOverNote): string {
  const later = `${duration(Math.max(0, at - since))} later`;
  const now = [later, progressWords(progress)].filter((part) => part).join(', ');
  switch (condition) {
    case 'blind':
      return `👌 Seen again, ${now}.`;
    case 'stalled':
      return `👌 It moves again, ${now}.`;
    case 'overdue':
      return `👌 Azure gives it more time; now at ${progressWords(progress) || 'an unknown stage'}.`;
    default:
      return condition satisfies never;
  }
}
