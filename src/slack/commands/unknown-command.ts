import { closest, distance } from 'fastest-levenshtein';
import { splitWish } from '../../asking/split-wish.ts';
import { type Command, WORDS, type Word } from './command.ts';
import { wordsOf } from './parse-wish.ts';
import { shortened } from './shortened.ts';

/** Words for which people reach; a watch must not be begun by somebody who wants to end one. */
const OTHER_WORDS: ReadonlyMap<string, Word> = new Map(
  Object.entries({
    unwatch: 'stop',
    cancel: 'stop',
    end: 'stop',
    remove: 'stop',
    start: 'watch',
    follow: 'watch',
    track: 'watch',
    add: 'watch',
    show: 'status',
    check: 'status',
    ls: 'list',
    past: 'history',
    ended: 'history',
    runs: 'history',
    mute: 'quiet',
    silence: 'quiet',
    settings: 'defaults',
    config: 'defaults',
    diagnose: 'doctor',
    health: 'doctor',
    ping: 'doctor',
    '?': 'help',
    '-h': 'help',
    '--help': 'help',
  } as const),
);

/** What is no command of ours, and which one was probably meant. */
export function unknownCommand(first: string, rest: string): Command {
  const typed = shortened(first);
  const words = wordsOf(rest);
  if (looksLikeOperation(first)) {
    const line = ['watch', first, ...words].map(shortened).join(' ');
    return { kind: 'unknown', typed, meant: line };
  }
  const word = OTHER_WORDS.get(first.toLowerCase()) ?? slipOf(first.toLowerCase());
  if (word) {
    const line = [word, ...(word === 'help' ? [] : words.map(shortened))].join(' ');
    return { kind: 'unknown', typed, meant: line };
  }
  const { named } = splitWish(`${first} ${rest}`);
  const meant = named.length > 0 ? ['watch', ...named].join(' ') : undefined;
  return { kind: 'unknown', typed, meant };
}

/** The word of which this may be a slip: one letter wrong in a short word, two in a longer one. */
function slipOf(typed: string): Word | undefined {
  if (typed.length > 20) return undefined;
  const word = WORDS.find((known) => known === closest(typed, [...WORDS]));
  if (!word) return undefined;
  const sameLetters = [...typed].sort().join('') === [...word].sort().join('');
  const slip = word.length > 4 || sameLetters ? 2 : 1;
  return distance(typed, word) <= slip ? word : undefined;
}

function looksLikeOperation(word: string): boolean {
  return (
    /^<?https?:/i.test(word) ||
    /^`?\{?[0-9a-f-]{30,40}/i.test(word) ||
    /^\/?subscriptions\//i.test(word)
  );
}
