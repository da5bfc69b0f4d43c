import type { RichTextElement } from '@slack/types';
import type { UserId } from '../../watch/names.ts';
import { moment, momentRun, universalTime } from './figures.ts';
import { LIMITS } from './message.ts';
import { bounded, code, escaped, literally, oneLine } from './text.ts';

/**
 * A text, to be shown in blocks and in notifications alike. A string stands for its letters: what people and
 * Azure write needs no escaping here.
 */
export type Words = readonly Word[];

type Word =
  | string
  | { readonly kind: 'moment'; readonly at: number }
  | { readonly kind: 'person'; readonly id: UserId }
  | { readonly kind: 'bold' | 'code'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly url: string };

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

/** For what shows no markup and knows no reader's time zone: not escaped. */
export function asPlain(words: Words, limit: number): string {
  return bounded(oneLine(words.map(plainOf).join('')), limit);
}

function plainOf(word: Word): string {
  if (typeof word === 'string') return word;
  switch (word.kind) {
    case 'moment':
      return universalTime(word.at);
    case 'person':
      return word.id;
    case 'bold':
    case 'code':
    case 'link':
      return word.text;
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
