import type { Note } from '../../watch/outbox-item.ts';
import type { WatchRecord } from '../../watch/watch-record.ts';
import { section } from './blocks.ts';
import { moment, rate } from './figures.ts';
import type { Message } from './message.ts';
import { progressWords } from './operation-words.ts';
import { verdictSentence } from './verdict-sentence.ts';
import { VERDICTS } from './verdict-signs.ts';

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
    case 'ended':
      return `${VERDICTS[record.outcome.verdict].sign} ${verdictSentence(record)}`;
    case 'stopped':
      return `${VERDICTS.stopped.sign} <@${note.by}> stopped watching here. The operation itself goes on.`;
    default:
      return note satisfies never;
  }
}
