import { closest, distance } from 'fastest-levenshtein';
import type { QuietWish } from '../../asking/card-wishes.ts';
import type { Wish } from '../../asking/find-operation.ts';
import type { HistoryWish } from '../../asking/history.ts';
import type { ListWish } from '../../asking/list.ts';
import type { ListScope } from '../../asking/listed-cards.ts';
import { beginOfWords, splitWish } from '../../asking/split-wish.ts';
import type { StatusWish } from '../../asking/status.ts';
import { LONGEST_LABEL } from '../../asking/watch.ts';
import { unescaped } from '../unescaped.ts';
import { parseHistory } from './parse-history.ts';

/** The command as Slack knows it; also in manifest.yml. */
export const COMMAND = '/mysqlop';

export type Command =
  | { readonly kind: 'watch'; readonly wish: Wish & { readonly label?: string } }
  | { readonly kind: 'status'; readonly wish: StatusWish }
  | ({ readonly kind: 'list' } & ListWish)
  | { readonly kind: 'stop'; readonly operation: string }
  | { readonly kind: 'history'; readonly wish: HistoryWish }
  | ({ readonly kind: 'quiet' } & QuietWish)
  | { readonly kind: 'doctor' }
  | { readonly kind: 'help' }
  /** Nothing is said: the form asks for it. */
  | { readonly kind: 'form' }
  /** Not a command; `meant` is the whole command line that was probably meant. */
  | { readonly kind: 'unknown'; readonly typed: string; readonly meant: string | undefined }
  /** A command with a word missing or too much; `usage` shows the right form. */
  | { readonly kind: 'incomplete'; readonly problem: string; readonly usage: string };

const WORDS = ['watch', 'status', 'list', 'history', 'stop', 'quiet', 'doctor', 'help'] as const;
type Word = (typeof WORDS)[number];

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
    diagnose: 'doctor',
    health: 'doctor',
    ping: 'doctor',
    '?': 'help',
    '-h': 'help',
    '--help': 'help',
  } as const),
);

export const USAGE: Readonly<Record<Word, string>> = {
  watch: 'watch <operation> [in <location>] [on <subscription>] [as <label>]',
  status: 'status [<operation>|<label>|<server>] [in <location>] [on <subscription>]',
  history: 'history [<server>|<label>|failed] [30d] [page 2]',
  list: 'list [mine|all] [<page>]',
  stop: 'stop [<operation>|<label>|<server>]',
  quiet: 'quiet [off] [<operation>|<label>|<server>]',
  doctor: 'doctor',
  help: 'help',
};

/**
 * Reads what stands behind `/mysqlop`. Words, not dashes: phones turn `--` into `—`; a dash before a
 * word is overlooked, and so is the case of letters. Operations are found anywhere in what is pasted.
 */
export function parseCommand(text: string): Command {
  // People paste whole command lines behind the command.
  const line = behindWord(text, COMMAND) ?? text.trim();
  const [first = ''] = line.split(/\s/, 1);
  const rest = line.slice(first.length).trim();
  const word = first.toLowerCase();
  switch (word) {
    case '':
      return { kind: 'form' };
    case 'help':
      return { kind: 'help' };
    case 'watch':
      return parseWatch(rest);
    case 'status':
      return parseStatus(rest);
    case 'list':
      return parseList(wordsOf(rest));
    case 'history': {
      const wish = parseHistory(rest);
      return 'problem' in wish ? incomplete('history', wish.problem) : { kind: 'history', wish };
    }
    case 'stop':
      return parseNamed('stop', rest, (operation) => ({ kind: 'stop', operation }));
    case 'quiet': {
      const operation = behindWord(rest, 'off');
      const isQuiet = operation === undefined;
      return parseNamed('quiet', operation ?? rest, (named) => ({
        kind: 'quiet',
        operation: named,
        isQuiet,
      }));
    }
    case 'doctor':
      return { kind: 'doctor' };
    default:
      return unknown(first, rest);
  }
}

function behindWord(text: string, word: string): string | undefined {
  const line = text.trim();
  const begins = line.slice(0, word.length).toLowerCase() === word;
  return begins && !/^\S/.test(line.slice(word.length))
    ? line.slice(word.length).trim()
    : undefined;
}

function wordsOf(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}

function parseWatch(text: string): Command {
  if (text === '') return { kind: 'form' };
  const parsed = parseWish('watch', text);
  if ('kind' in parsed) return parsed;
  if (parsed.operation === '') return incomplete('watch', WHICH);
  return { kind: 'watch', wish: parsed };
}

const WHICH = 'Which operation? Give the URL from the response header, or its id.';

function parseStatus(text: string): Command {
  const parsed = parseWish('status', text);
  if ('kind' in parsed) return parsed;
  const { label: _none, ...wish } = parsed;
  if (wish.operation === '' && text !== '') return incomplete('status', WHICH);
  // Words such as "in" may be part of a label.
  return {
    kind: 'status',
    wish: splitWish(text).named.length > 0 ? wish : { ...wish, name: unescaped(text) },
  };
}

const SCOPES: readonly string[] = ['here', 'mine', 'all'] satisfies ListScope[];

function parseList(words: readonly string[]): Command {
  const said = words.map((word) => word.toLowerCase()).filter((word) => word !== 'page');
  const scopes = said.filter(isScope);
  const pages = said.filter((word) => /^[1-9]\d{0,5}$/.test(word));
  const [scope = 'here', page = '1'] = [scopes[0], pages[0]];
  const isUnderstood =
    scopes.length <= 1 && pages.length <= 1 && said.length === scopes.length + pages.length;
  return isUnderstood
    ? { kind: 'list', scope, page: Number(page) }
    : incomplete(
        'list',
        'Say `mine`, `all`, or nothing for this channel; and which page, if not the first.',
      );
}

function isScope(word: string): word is ListScope {
  return SCOPES.includes(word);
}

/** Something that is said of the operations named, and takes nothing besides. */
function parseNamed(
  word: 'stop' | 'quiet',
  text: string,
  commandOf: (operation: string) => Command,
): Command {
  const { pasted, said, named, isCopied } = splitWish(text);
  const isSaid = named.length > 0 && !isCopied && wordsOf(withoutMarks(said)).length > 0;
  return isSaid ? incomplete(word, 'The operation alone will do.') : commandOf(unescaped(pasted));
}

type Parts = Wish & { readonly label?: string };
type Keyword = 'in' | 'on' | 'as';
const KEYS = { in: 'location', on: 'subscription', as: 'label' } as const;

/** `<operation> [in …] [on …] [as …]`: each once; what follows `as` is the label to the end. */
function parseWish(word: 'watch' | 'status', text: string): Parts | Command {
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

/** What a sentence, a bracket or a chat puts right behind an operation. */
function withoutMarks(text: string): string {
  return text.replace(/^[.,;:)\]}>"'`*_’”|]+(?=\s|$)/, '');
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

function unknown(first: string, rest: string): Command {
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

function incomplete(word: Word, problem: string): Command {
  return { kind: 'incomplete', problem, usage: USAGE[word] };
}

/** A pasted URL may carry a signature of many KB: what is shown again ends before it. */
export function shortened(word: string | undefined): string {
  const clean = unescaped(word ?? '')
    .replace(/^<|>$/g, '')
    .replace(/\?.*$/s, '');
  return clean.length > 400 ? `${clean.slice(0, 399)}…` : clean;
}
