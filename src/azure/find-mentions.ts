import { type ReadablePaste, readablePaste } from './readable-paste.ts';
import { LONGEST_URL_BEFORE, type UrlBefore, urlBefore } from './url-before.ts';

/** Something in a text that names an operation, or a server. */
export type Mention = MentionedPath | MentionedId | MentionedServer;

/** Where it stands in the text as it was pasted; a URL's query is part of it. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/** The path under which Azure shows an operation, its parts not yet checked. */
export interface MentionedPath extends Span {
  readonly kind: 'path';
  readonly url: UrlBefore;
  readonly subscriptionId: string;
  readonly location: string;
  readonly operationId: string;
  /** Without its query: fit to be shown. */
  readonly shown: string;
}

/** A GUID that stands alone. */
interface MentionedId extends Span {
  readonly kind: 'id';
  readonly operationId: string;
  readonly shown: string;
}

interface MentionedServer extends Span {
  readonly kind: 'server';
  readonly name: string;
}

/** ARM's signed URLs take 3 to 8 KB, and `az rest --debug` prints two of them among other lines. */
export const LONGEST_PASTE = 128 * 1024;

/** Lines are wrapped anywhere, and where only one line can be pasted a line break becomes a space. */
const WRAP = String.raw`\s*`;
const SLASHES = `${WRAP}(?:/${WRAP})+`;
const HEX = '[0-9a-f]';
const GUID = [8, 4, 4, 4, 12].map((digits) => digitsOf(digits, WRAP)).join(`${WRAP}-${WRAP}`);
const COLLECTION = ['azureAsyncOperation', 'operationResults', 'operationStatus']
  .concat('operationProgress')
  .map(wrapped)
  .join('|');
/** Part of a path, with what a placeholder's braces or a wrap have left in it. */
const PART = '([^/?#"\'<>]{1,120})';

const SUBSCRIPTION = new RegExp(
  `${wrapped('subscriptions')}${SLASHES}${PART}${SLASHES}(?:${wrapped('resourceGroups')}|${wrapped('providers')})`,
  'gi',
);
const OPERATION = new RegExp(
  `${SLASHES}${wrapped('Microsoft.DBforMySQL')}${SLASHES}${wrapped('locations')}${SLASHES}${PART}${SLASHES}(?:${COLLECTION})${SLASHES}` +
    // A GUID is as long as it is, so it may be wrapped; of any other id nobody knows where it ends.
    String.raw`\{?\s*(?:(${GUID}|${digitsOf(32, WRAP)})(?![\w.-]{0,128}[a-z0-9])|([a-z0-9][\w.-]{0,200}))(?:\s{0,3}\})?(?:/(?![\w.%]))?`,
  'iy',
);
const SERVER = new RegExp(
  `${SLASHES}[^/?#"'<>]{1,120}${SLASHES}${wrapped('providers')}${SLASHES}${wrapped('Microsoft.DBforMySQL')}${SLASHES}` +
    String.raw`(?:${wrapped('flexibleServers')}|${wrapped('servers')})${SLASHES}([\w-]{1,63})`,
  'iy',
);
const BARE = new RegExp(
  `(?<![0-9a-z/-])(?:${GUID}|${digitsOf(32, '\\n?')})(?![0-9a-z]|[-/][0-9a-z])`,
  'gi',
);

const BARE_FIRST = new RegExp(`^${GUID}(?![0-9a-z])`, 'i');

/** What else has a GUID in a pasted answer, or in a command for the shell; and a URL of somebody else. */
const NOT_OPERATIONS = new RegExp(
  [
    '(?:request|correlation|routing|client|object|principal|session|activity|device|user|app|etag|trace|oid|tid)' +
      String.raw`[\w-]{0,40}["'*_\x60]*\s*[:=]\s*["'*_\x60(<{]*(?:[\w:.-]{0,60}:)?$`,
    String.raw`(?:subscription|tenant)[\w-]{0,40}["'*_\x60]*\s*[:=]?\s*["'*_\x60(<{]*$`,
    String.raw`:\/\/[^\s"'<>|()]*$`,
  ].join('|'),
  'i',
);

/**
 * Finds what names an operation or a server anywhere in a text, in the order in which it stands there: in
 * headers, logs, JSON, links, sentences, and after what mail clients, terminals and chats have done to them.
 * Nothing in a text that is longer than LONGEST_PASTE. Takes time linear in the text's length.
 */
export function findMentions(pasted: string): readonly Mention[] {
  if (pasted.length > LONGEST_PASTE) return [];
  const paste = readablePaste(pasted);
  const { text } = paste;
  const mentions: Mention[] = [];
  let at = 0;
  for (const found of text.matchAll(SUBSCRIPTION)) {
    if (found.index < at) continue;
    // Looked for only where it is of use: a list of resources names a subscription thousands of times.
    const from = Math.max(at, found.index - LONGEST_URL_BEFORE);
    const before = () => urlBefore(text.slice(from, found.index));
    const mention = pathAt(paste, found, before) ?? serverAt(paste, found, before);
    if (!mention) continue;
    mentions.push(...bareIds(paste, at, mention.start), mention.found);
    at = mention.end;
  }
  return [...mentions, ...bareIds(paste, at, text.length)];
}

interface FoundMention {
  readonly found: Mention;
  /** In the readable text, as its end. */
  readonly start: number;
  readonly end: number;
}

function pathAt(
  { text, origin }: ReadablePaste,
  subscription: RegExpExecArray,
  before: () => UrlBefore,
): FoundMention | undefined {
  const behind = subscription.index + subscription[0].length;
  const path = matchAt(OPERATION, text, behind);
  if (!path) return undefined;
  const [whole, location = '', guid, otherId = ''] = path;
  const url = before();
  const start = subscription.index - url.length;
  const pathEnd = behind + whole.length;
  const end = endOfQuery(text, pathEnd);
  return {
    start,
    end,
    found: {
      kind: 'path',
      start: origin(start),
      end: origin(end),
      url,
      subscriptionId: dashed(compact(subscription[1] ?? '').replaceAll(/[{}]/g, '')),
      location,
      operationId: `${guid === undefined ? idIn(otherId, text[pathEnd]) : dashed(guid)}${goesOn(text[pathEnd])}`,
      shown: text.slice(start, pathEnd).replaceAll(/\n/g, ''),
    },
  };
}

/** Where a path goes on, it is not one of an operation: the id is made one that no id is. */
function goesOn(next: string | undefined): string {
  return next === '/' || next === '%' ? next : '';
}

/** Of an id that is no GUID, the dot that ends a sentence, and marks of a chat, are no part. */
function idIn(text: string, next: string | undefined): string {
  return next === '?' ? text : text.replace(/[._-]+$/, '');
}

function serverAt(
  { text, origin }: ReadablePaste,
  subscription: RegExpExecArray,
  before: () => UrlBefore,
): FoundMention | undefined {
  const behind = subscription.index + subscription[0].length;
  const server = matchAt(SERVER, text, behind);
  if (!server) return undefined;
  const start = subscription.index - before().length;
  const end = endOfQuery(text, behind + server[0].length);
  const name = compact(server[1] ?? '');
  return { start, end, found: { kind: 'server', start: origin(start), end: origin(end), name } };
}

function bareIds({ text, origin }: ReadablePaste, from: number, to: number): readonly Mention[] {
  return [...text.slice(from, to).matchAll(BARE)].flatMap(({ 0: whole, index }): Mention[] => {
    const start = from + index;
    // What is wrapped twice within 32 digits is a column of numbers.
    if (whole.split('\n').length > 2) return [];
    if (NOT_OPERATIONS.test(text.slice(Math.max(from, start - 200), start))) return [];
    const end = start + whole.length;
    const operationId = dashed(whole);
    return [
      { kind: 'id', start: origin(start), end: origin(end), operationId, shown: operationId },
    ];
  });
}

/** What a query, a signature, is continued with on the next line. */
const QUERY_WRAPPED = /\s([\w%&=.~+-]+)/y;

function endOfQuery(text: string, at: number): number {
  if (text[at] !== '?' && text[at] !== '#') return at;
  let end = at + (matchAt(/[^\s"'<>|`]*/y, text, at)?.[0].length ?? 0);
  for (;;) {
    const more = matchAt(QUERY_WRAPPED, text, end)?.[1] ?? '';
    const isQuery = (more.length >= 20 || /[&=%]/.test(more)) && !BARE_FIRST.test(more);
    if (!isQuery) return end;
    end += 1 + more.length;
  }
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function compact(text: string): string {
  return text.replaceAll(/\s+/g, '');
}

/** A GUID in its one spelling, whatever of it was lost; what is none as it stands. */
function dashed(text: string): string {
  const digits = compact(text).replaceAll('-', '').toLowerCase();
  if (!/^[0-9a-f]{32}$/.test(digits)) return text;
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** A pattern for a word that may be wrapped between any two of its letters. */
function wrapped(word: string): string {
  return [...word].map((letter) => letter.replace('.', '\\.')).join(WRAP);
}

function digitsOf(count: number, wrap: string): string {
  return `(?:${HEX}${wrap}){${count - 1}}${HEX}`;
}
