import type { RichTextElement } from '@slack/types';
import type { AskerId } from '../../watch/askers.ts';
import { bounded } from '../../words/plain-text.ts';
import { askerWord, type Words } from '../../words/words.ts';
import { LIMITS } from './message.ts';
import { moment, momentRun } from './moment.ts';
import { code, escaped, literally } from './text.ts';

type Word = Words[number];

/**
 * For a message's `text`, and for blocks of mrkdwn. A string that mrkdwn would read as markup is code there.
 *
 * @param limit most characters of the result; a string is cut where there is no more room
 */
export function asMarkup(words: Words, limit: number = LIMITS.section): string {
  return words.reduce<string>((text, word) => {
    const room = limit - text.length;
    const more = room < LEAST_ROOM ? '' : markupOf(word, room);
    return more.length <= room ? text + more : text;
  }, '');
}

/** Whoever asked, in a line of mrkdwn. */
export function askerMarkup(asker: AskerId): string {
  return asMarkup([askerWord(asker)]);
}

/** In less room than this a string is left out: as code it takes two, and an entity five. */
const LEAST_ROOM = 8;

function markupOf(word: Word, room: number): string {
  if (typeof word === 'string') return literally(word, room);
  switch (word.kind) {
    case 'moment':
      return moment(word.at);
    case 'person':
      return `<@${word.id}>`;
    case 'bold':
      return `*${escaped(word.text, room - 2)}*`;
    case 'code':
      return code(word.text, room);
    case 'link':
      return `<${word.url}|${escaped(word.text, LIMITS.header).replaceAll('|', '¦')}>`;
    default:
      return word satisfies never;
  }
}

/** For blocks of rich text, which show every letter as it is. */
export function asRuns(words: Words): readonly RichTextElement[] {
  return words.filter((word) => word !== '').map(runOf);
}

function runOf(word: Word): RichTextElement {
  if (typeof word === 'string') return { type: 'text', text: bounded(word, LIMITS.section) };
  switch (word.kind) {
    case 'moment':
      return momentRun(word.at);
    case 'person':
      return { type: 'user', user_id: word.id };
    case 'bold':
    case 'code':
      return {
        type: 'text',
        text: bounded(word.text, LIMITS.section),
        style: { [word.kind]: true },
      };
    case 'link':
      return { type: 'link', url: word.url, text: bounded(word.text, LIMITS.section) };
    default:
      return word satisfies never;
  }
}
