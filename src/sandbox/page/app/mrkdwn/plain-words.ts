import { formatDate } from './format-date.ts';
import { parseMrkdwn } from './parse-mrkdwn.ts';
import type { Chunk, Inline } from './tree.ts';

/** mrkdwn as plain words, for a notification. */
export function plainWords(
  mrkdwn: string,
  nameOf: (kind: 'user' | 'channel' | 'group', id: string) => string,
  nowMs: number,
): string {
  const words = (node: Inline): string => {
    switch (node.kind) {
      case 'text':
      case 'code':
        return node.text;
      case 'bold':
      case 'italic':
      case 'strike':
        return node.children.map(words).join('');
      case 'link':
        return node.label;
      case 'user':
      case 'channel':
      case 'group':
        return nameOf(node.kind, node.id);
      case 'broadcast':
        return `@${node.range}`;
      case 'date':
        return formatDate(node.atMs, node.format, nowMs);
    }
  };
  return parseMrkdwn(mrkdwn)
    .map((chunk: Chunk) => {
      if (chunk.kind === 'preformatted') return chunk.text;
      if (chunk.kind !== 'bullets') return chunk.children.map(words).join('');
      return chunk.items.map((item) => item.children.map(words).join('')).join('; ');
    })
    .join(' ');
}
