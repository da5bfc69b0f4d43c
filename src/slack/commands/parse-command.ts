import type { ListScope } from '../../asking/listed-cards.ts';
import { splitWish } from '../../asking/split-wish.ts';
import { unescaped } from '../unescaped.ts';
import { COMMAND, type Command, incomplete } from './command.ts';
import { parseDefaults } from './parse-defaults.ts';
import { parseHistory } from './parse-history.ts';
import { parseWish, withoutMarks, wordsOf } from './parse-wish.ts';
import { unknownCommand } from './unknown-command.ts';

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
    case 'defaults': {
      const wish = parseDefaults(rest);
      return wish.kind === 'incomplete' ? wish : { kind: 'defaults', wish };
    }
    case 'doctor':
      return { kind: 'doctor' };
    case 'audit': {
      const [, page = '1'] = /^(?:page\s+)?([1-9]\d{0,5})?$/i.exec(rest) ?? [];
      return { kind: 'audit', page: Number(page) };
    }
    default:
      return unknownCommand(first, rest);
  }
}

function behindWord(text: string, word: string): string | undefined {
  const line = text.trim();
  const begins = line.slice(0, word.length).toLowerCase() === word;
  return begins && !/^\S/.test(line.slice(word.length))
    ? line.slice(word.length).trim()
    : undefined;
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

const SCOPES: readonly string[] = ['here', 'mine', 'all', 'alerts'] satisfies ListScope[];

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
        'Say `mine`, `all`, `alerts`, or nothing for this channel; and which page, if not the first.',
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
