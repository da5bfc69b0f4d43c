import type { Wish } from '../../asking/find-operation.ts';
import { beginOfWords, splitWish } from '../../asking/split-wish.ts';
import { LONGEST_LABEL } from '../../asking/watch.ts';
import { unescaped } from '../unescaped.ts';
import { type Command, incomplete } from './command.ts';
import { shortened } from './shortened.ts';

type Parts = Wish & { readonly label?: string };
type Keyword = 'in' | 'on' | 'as';
const KEYS = { in: 'location', on: 'subscription', as: 'label' } as const;

/** `<operation> [in …] [on …] [as …]`: each once; what follows `as` is the label to the end. */
export function parseWish(word: 'watch' | 'status', text: string): Parts | Command {
  const { pasted, said, named, between, isCopied } = splitWish(text);
  if (between !== undefined) {
    return incomplete(
      word,
      'Please name all operations first, and then say what is meant for all of them.',
    );
  }
  if (named.length > 0) {
    const words = isCopied ? said.slice(beginOfWords(said)) : said;
    return parseParts(word, pasted, wordsOf(withoutMarks(words)));
  }
  const words = wordsOf(text);
  const end = nextKeyword(words, 0, word);
  return parseParts(word, words.slice(0, end).join(' '), words.slice(end));
}

function parseParts(
  word: 'watch' | 'status',
  operation: string,
  rest: readonly string[],
): Parts | Command {
  const parts: { location?: string; subscription?: string; label?: string } = {};
  let isLocationMeant = false;
  let at = 0;
  while (at < rest.length) {
    const keyword = keywordOf(rest[at], word);
    if (!keyword) return incomplete(word, notUnderstood(rest[at] ?? ''));
    const end = keyword === 'as' ? rest.length : nextKeyword(rest, at + 1, word);
    const typed = rest.slice(at + 1, end).join(' ');
    const value = unquoted(typed);
    if (value === '') return incomplete(word, `Something is missing after “${keyword}”.`);
    if (parts[KEYS[keyword]] !== undefined) return incomplete(word, `“${keyword}” stands twice.`);
    parts[KEYS[keyword]] = value;
    if (keyword === 'in') isLocationMeant = QUOTED.test(typed);
    at = end;
  }
  if (parts.label !== undefined && [...parts.label].length > LONGEST_LABEL) {
    return incomplete(word, `The label is too long: ${LONGEST_LABEL} characters at most.`);
  }
  return { operation, ...parts, ...(isLocationMeant && { isLocationMeant }) };
}

/** Repeats a plain word, and nothing else: what people paste may be a piece of a signature. */
function notUnderstood(word: string): string {
  const shown = shortened(word);
  return /^[\p{L}\p{M}.,-]{1,24}$/u.test(shown)
    ? `I don't know what to do with “${shown}”.`
    : "I don't know what to do with what follows the operation.";
}

function keywordOf(word: string | undefined, command: 'watch' | 'status'): Keyword | undefined {
  const bare = word?.toLowerCase().replace(/^[-–—]+/, '');
  if (bare === 'in' || bare === 'on') return bare;
  return bare === 'as' && command === 'watch' ? bare : undefined;
}

function nextKeyword(words: readonly string[], from: number, command: 'watch' | 'status'): number {
  const found = words.slice(from).findIndex((word) => keywordOf(word, command));
  return found === -1 ? words.length : from + found;
}

/** One pair of quotes around all of it. */
const QUOTED = /^(?:"[^"]*"|'[^']*'|[“„«][^“”„«»]*[“”»]|[‘‚][^‘’‚]*[‘’])$/;

/** Quotes around the whole are not meant; any others are. */
function unquoted(text: string): string {
  const typed = unlinked(text.trim());
  return unescaped(QUOTED.test(typed) ? typed.slice(1, -1) : typed).trim();
}

/** Slack makes links of what people type: `<http://example.com|example.com>`. */
function unlinked(text: string): string {
  return text.replaceAll(
    /<(?:https?:|mailto:)[^<>|]*\|([^<>|]*)>|<((?:https?:|mailto:)[^<>|]*)>/g,
    '$1$2',
  );
}

/** What a sentence, a bracket or a chat puts right behind an operation. */
export function withoutMarks(text: string): string {
  return text.replace(/^[.,;:)\]}>"'`*_’”|]+(?=\s|$)/, '');
}

export function wordsOf(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}
