import { type AskerId, isPerson, nameOfPipeline } from '../watch/askers.ts';
import type { UserId } from '../watch/names.ts';
import { universalTime } from './figures.ts';
import { bounded, oneLine } from './plain-text.ts';

/**
 * A text, to be shown in blocks, in notifications and on terminals alike. A string stands for its letters: what people and
 * Azure write needs no escaping here.
 */
export type Words = readonly Word[];

type Word =
  | string
  | { readonly kind: 'moment'; readonly at: number }
  | { readonly kind: 'person'; readonly id: UserId }
  | { readonly kind: 'bold' | 'code'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly url: string };

/** Whoever asked: a person is mentioned, a pipeline told by its name. */
export function askerWord(asker: AskerId): Words[number] {
  return isPerson(asker) ? { kind: 'person', id: asker } : `pipeline ${nameOfPipeline(asker)}`;
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
