import type { Wish } from '../../asking/find-operation.ts';
import { beginOfWords, splitWish } from '../../asking/split-wish.ts';
import { LONGEST_LABEL } from '../../asking/watch.ts';
import { unescaped } from '../unescaped.ts';
import { type Command, incomplete } from './command.ts';
import { shortened } from './shortened.ts';

type Parts = Wish & { readonly label?: string; readonly notes?: string };
type Keyword = 'in' | 'on' | 'as' | 'notes';
const KEYS = { in: 'location', on: 'subscription', as: 'label', notes: 'notes' } as const;
/** Which of them each command takes. */
const TAKEN = {
  watch: ['in', 'on', 'as'],
  status: ['in', 'on'],
  defaults: ['in', 'on', 'notes'],
} as const;
type PlaceWord = keyof typeof TAKEN;
type Incomplete = Extract<Command, { kind: 'incomplete' }>;

/** `<operation> [in …] [on …] [as …]`: each once; what follows `as` is the label to the end. */
export function parseWish(word: 'watch' | 'status', text: string): Parts | Incomplete {
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

/** What is said of an operation, or of all in a channel: `[in …] [on …] …`. */
export function parseParts(
  word: PlaceWord,
  operation: string,
  rest: readonly string[],
): Parts | Incomplete {
  const parts: { location?: string; subscription?: string; label?: string; notes?: string } = {};
  let isLocationMeant = false;
  let at = 0;
  while (at < rest.length) {
    const keyword = keywordOf(rest[at], word);
    if (!keyword) return incomplete(word, notUnderstood(rest[at] ?? '', word));
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
function notUnderstood(word: string, command: PlaceWord): string {
  const shown = shortened(word);
  return /^[\p{L}\p{M}.,-]{1,24}$/u.test(shown)
    ? `I don't know what to do with “${shown}”.`
    : `I don't know what to do with what follows ${command === 'defaults' ? 'that word' : 'the operation'}.`;
}

function keywordOf(word: string | undefined, command: PlaceWord): Keyword | undefined {
  const bare = word?.toLowerCase().replace(/^[-–—]+/, '');
  return TAKEN[command].find((keyword) => keyword === bare);
}

/** Behind `notes`, `on` is no keyword. */
function nextKeyword(words: readonly string[], from: number, command: PlaceWord): number {
  const isNotes = keywordOf(words[from - 1], command) === 'notes';
  const start = isNotes ? from + 1 : from;
  const found = words.slice(start).findIndex((word) => keywordOf(word, command));
  return found === -1 ? words.length : start + found;
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
