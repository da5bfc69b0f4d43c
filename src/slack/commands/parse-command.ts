import { closest, distance } from 'fastest-levenshtein';
import type { ListScope, Wish } from '../desk.ts';

/** The command as Slack knows it; also in manifest.yml. */
export const COMMAND = '/mysqlop';

export type Command =
  | { readonly kind: 'watch'; readonly wish: Wish & { readonly label?: string } }
  | { readonly kind: 'status'; readonly wish: Wish }
  | { readonly kind: 'list'; readonly scope: ListScope }
  | { readonly kind: 'stop'; readonly operation: string }
  | { readonly kind: 'help' }
  /** Not a command; `meant` is the whole command line that was probably meant. */
  | { readonly kind: 'unknown'; readonly typed: string; readonly meant: string | undefined }
  /** A command with a word missing or too much; `usage` shows the right form. */
  | { readonly kind: 'incomplete'; readonly problem: string; readonly usage: string };

const WORDS = ['watch', 'status', 'list', 'stop', 'help'] as const;
type Word = (typeof WORDS)[number];

const MAX_LABEL = 80;

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
    '?': 'help',
    '-h': 'help',
    '--help': 'help',
  } as const),
);

export const USAGE: Readonly<Record<Word, string>> = {
  watch: 'watch <operation> [in <location>] [on <subscription>] [as <label>]',
  status: 'status <operation> [in <location>] [on <subscription>]',
  list: 'list [mine|all]',
  stop: 'stop <operation>',
  help: 'help',
};

/**
 * Reads what stands behind `/mysqlop`. Words, not dashes: phones turn `--` into `—`; a dash before a
 * word is overlooked, and so is the case of letters.
 */
export function parseCommand(text: string): Command {
  // People paste whole command lines behind the command.
  const typed = text.trim().split(/\s+/);
  const words = typed[0]?.toLowerCase() === COMMAND ? typed.slice(1) : typed;
  const [first = ''] = words;
  const rest = words.slice(1);
  const word = first.toLowerCase();
  switch (word) {
    case '':
    case 'help':
      return { kind: 'help' };
    case 'watch':
      return parseWatch(rest);
    case 'status':
      return parseStatus(rest);
    case 'list':
      return parseList(rest);
    case 'stop':
      return parseStop(rest);
    default:
      return unknown(first, rest);
  }
}

function parseWatch(words: readonly string[]): Command {
  const parsed = parseWish('watch', words);
  return 'kind' in parsed ? parsed : { kind: 'watch', wish: parsed };
}

function parseStatus(words: readonly string[]): Command {
  const parsed = parseWish('status', words);
  if ('kind' in parsed) return parsed;
  const { label: _none, ...wish } = parsed;
  return { kind: 'status', wish };
}

function parseList(words: readonly string[]): Command {
  const [scope = 'here', ...more] = words.map((word) => word.toLowerCase());
  const known = scope === 'here' || scope === 'mine' || scope === 'all';
  return known && more.length === 0
    ? { kind: 'list', scope }
    : incomplete('list', 'Say `mine`, `all`, or nothing for this channel.');
}

function parseStop(words: readonly string[]): Command {
  const [operation, ...more] = words;
  if (operation === undefined) return incomplete('stop', 'Which operation?');
  return more.length === 0
    ? { kind: 'stop', operation }
    : incomplete('stop', 'The operation alone will do.');
}

type Parts = Wish & { readonly label?: string };
type Keyword = 'in' | 'on' | 'as';
const KEYS = { in: 'location', on: 'subscription', as: 'label' } as const;

/** `<operation> [in …] [on …] [as …]`: each once; what follows `as` is the label to the end. */
function parseWish(word: 'watch' | 'status', words: readonly string[]): Parts | Command {
  const [operation, ...rest] = words;
  if (operation === undefined || keywordOf(operation, word)) {
    return incomplete(word, 'Which operation? Give the URL from the response header, or its id.');
  }
  const parts: { location?: string; subscription?: string; label?: string } = {};
  let at = 0;
  while (at < rest.length) {
    const keyword = keywordOf(rest[at], word);
    if (!keyword) return incomplete(word, `I don't know what to do with “${shortened(rest[at])}”.`);
    const end = keyword === 'as' ? rest.length : nextKeyword(rest, at + 1, word);
    const value = unquoted(rest.slice(at + 1, end).join(' '));
    if (value === '') return incomplete(word, `Something is missing after “${keyword}”.`);
    if (parts[KEYS[keyword]] !== undefined) return incomplete(word, `“${keyword}” stands twice.`);
    parts[KEYS[keyword]] = value;
    at = end;
  }
  if (parts.label !== undefined && parts.label.length > MAX_LABEL) {
    return incomplete(word, `The label is too long: ${MAX_LABEL} characters at most.`);
  }
  return { operation, ...parts };
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

function unquoted(text: string): string {
  return unescaped(text.replace(/^["'“”‘’„«]+|["'“”‘’»]+$/g, '').trim());
}

/** Slack escapes these three in what people type. */
function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

function unknown(first: string, rest: readonly string[]): Command {
  const typed = shortened(first);
  if (looksLikeOperation(first)) {
    const line = ['watch', first, ...rest].map(shortened).join(' ');
    return { kind: 'unknown', typed, meant: line };
  }
  const word = OTHER_WORDS.get(first.toLowerCase()) ?? slipOf(first.toLowerCase());
  if (!word) return { kind: 'unknown', typed, meant: undefined };
  const line = [word, ...(word === 'help' ? [] : rest.map(shortened))].join(' ');
  return { kind: 'unknown', typed, meant: line };
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
function shortened(word: string | undefined): string {
  const clean = unescaped(word ?? '')
    .replace(/^<|>$/g, '')
    .replace(/\?.*$/s, '');
  return clean.length > 400 ? `${clean.slice(0, 399)}…` : clean;
}
