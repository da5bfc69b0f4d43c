import { withoutEntities } from './entities.ts';
import { parseInline } from './parse-inline.ts';
import type { Bullet, Chunk } from './tree.ts';

const QUOTE = /^(?:>|&gt;) ?/;
const BULLET = /^(\s*)• /;

/**
 * Reads Slack's mrkdwn: docs.slack.dev/messaging/formatting-message-text
 *
 * @param verbatim whether bare URLs stay text
 */
export function parseMrkdwn(text: string, verbatim = false): readonly Chunk[] {
  return text.split(/(```[\s\S]+?```)/).flatMap((part) => {
    if (part.startsWith('```') && part.length > 6) {
      const inside = part.slice(3, -3).replace(/^\n|\n$/g, '');
      return [{ kind: 'preformatted', text: withoutEntities(inside) } as const];
    }
    const trimmed = part.replace(/^\n|\n$/g, '');
    return trimmed === '' ? [] : parseLines(trimmed.split('\n'), verbatim);
  });
}

type LineKind = 'quote' | 'bullets' | 'lines';

function kindOf(line: string): LineKind {
  if (QUOTE.test(line)) return 'quote';
  return BULLET.test(line) ? 'bullets' : 'lines';
}

function parseLines(lines: readonly string[], verbatim: boolean): readonly Chunk[] {
  const chunks: Chunk[] = [];
  let run: string[] = [];
  for (const [index, line] of lines.entries()) {
    run.push(line);
    const next = lines[index + 1];
    const kind = kindOf(line);
    if (next !== undefined && kindOf(next) === kind) continue;
    chunks.push(chunkOf(kind, run, verbatim));
    run = [];
  }
  return chunks;
}

function chunkOf(kind: LineKind, lines: readonly string[], verbatim: boolean): Chunk {
  switch (kind) {
    case 'bullets':
      return { kind, items: lines.map((line) => bulletOf(line, verbatim)) };
    case 'quote': {
      const inside = lines.map((line) => line.replace(QUOTE, '')).join('\n');
      return { kind, children: parseInline(inside, verbatim) };
    }
    case 'lines':
      return { kind, children: parseInline(lines.join('\n'), verbatim) };
  }
}

function bulletOf(line: string, verbatim: boolean): Bullet {
  const [whole = '', indent = ''] = line.match(BULLET) ?? [];
  return {
    depth: Math.min(5, Math.floor(indent.length / 3)),
    children: parseInline(line.slice(whole.length), verbatim),
  };
}
