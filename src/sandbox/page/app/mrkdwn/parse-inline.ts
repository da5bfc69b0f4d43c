import { withoutEntities } from './entities.ts';
import { parseReference } from './parse-reference.ts';
import type { Inline } from './tree.ts';

const STYLES = { '*': 'bold', _: 'italic', '~': 'strike' } as const;
const BARE_URL = /^https?:\/\/[^\s<>|*~`]*[^\s<>|*~`.,;:!?)'"]/i;

interface Found {
  readonly node: Inline;
  readonly end: number;
}

/**
 * Reads the runs of one or several lines.
 *
 * @param verbatim whether bare URLs stay text
 */
export function parseInline(text: string, verbatim: boolean): readonly Inline[] {
  const nodes: Inline[] = [];
  let plain = '';
  let at = 0;
  const flush = () => {
    if (plain !== '') nodes.push({ kind: 'text', text: withoutEntities(plain) });
    plain = '';
  };
  while (at < text.length) {
    const found = findAt(text, at, verbatim);
    if (found) {
      flush();
      nodes.push(found.node);
      at = found.end;
    } else {
      plain += text[at];
      at += 1;
    }
  }
  flush();
  return nodes;
}

function findAt(text: string, at: number, verbatim: boolean): Found | undefined {
  switch (text[at]) {
    case '`':
      return findCode(text, at);
    case '<':
      return findReference(text, at);
    case '*':
    case '_':
    case '~':
      return findStyled(text, at, text[at] as keyof typeof STYLES, verbatim);
    case 'h':
    case 'H':
      return verbatim ? undefined : findBareUrl(text, at);
    default:
      return undefined;
  }
}

function findCode(text: string, at: number): Found | undefined {
  const end = endOfCode(text, at);
  if (end === undefined) return undefined;
  return { node: { kind: 'code', text: withoutEntities(text.slice(at + 1, end - 1)) }, end };
}

function endOfCode(text: string, at: number): number | undefined {
  const [whole] = text.slice(at).match(/^`[^`\n]+`/) ?? [];
  return whole === undefined ? undefined : at + whole.length;
}

function findReference(text: string, at: number): Found | undefined {
  const [whole, inner] = text.slice(at).match(/^<([^<>\n]+)>/) ?? [];
  const node = inner === undefined ? undefined : parseReference(inner);
  return whole === undefined || node === undefined ? undefined : { node, end: at + whole.length };
}

function findBareUrl(text: string, at: number): Found | undefined {
  if (isWord(text[at - 1])) return undefined;
  const [whole] = text.slice(at).match(BARE_URL) ?? [];
  if (whole === undefined) return undefined;
  const url = withoutEntities(whole);
  return { node: { kind: 'link', url, label: url }, end: at + whole.length };
}

/** Slack styles whole words only: `2*3*4` and `snake_case_name` stay as they are. */
function findStyled(
  text: string,
  at: number,
  mark: keyof typeof STYLES,
  verbatim: boolean,
): Found | undefined {
  if (isWord(text[at - 1]) || isSpace(text[at + 1])) return undefined;
  const close = findClose(text, at, mark);
  if (close === undefined) return undefined;
  const children = parseInline(text.slice(at + 1, close), verbatim);
  return { node: { kind: STYLES[mark], children }, end: close + 1 };
}

function findClose(text: string, open: number, mark: string): number | undefined {
  let at = open + 1;
  while (at < text.length && text[at] !== '\n') {
    const closes = text[at] === mark && at > open + 1;
    if (closes && !isSpace(text[at - 1]) && !isWord(text[at + 1])) return at;
    at = endOfCode(text, at) ?? findReference(text, at)?.end ?? at + 1;
  }
  return undefined;
}

function isWord(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}]/u.test(character);
}

function isSpace(character: string | undefined): boolean {
  return character === undefined || /\s/.test(character);
}
