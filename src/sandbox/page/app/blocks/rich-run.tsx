import type { ReactNode } from 'react';
import { Inlines } from '../mrkdwn/inlines.tsx';
import { Link } from '../mrkdwn/link.tsx';

export interface RichElement {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** One run of rich text. */
export function RichRun({ element }: { readonly element: RichElement }) {
  const text = textOf(element);
  switch (element.type) {
    case 'link': {
      const url = stringOf(element['url']);
      return <Link url={url}>{styled(text || url, element['style'])}</Link>;
    }
    case 'user':
      return <Inlines nodes={[{ kind: 'user', id: stringOf(element['user_id']) }]} />;
    case 'channel':
      return <Inlines nodes={[{ kind: 'channel', id: stringOf(element['channel_id']) }]} />;
    case 'usergroup':
      return <Inlines nodes={[{ kind: 'group', id: stringOf(element['usergroup_id']) }]} />;
    case 'broadcast':
      return <Inlines nodes={[{ kind: 'broadcast', range: stringOf(element['range']) }]} />;
    case 'date':
      // Slack begins a line of rich text with no capital.
      return <Inlines nodes={[{ kind: 'text', text: '' }, momentOf(element)]} />;
    case 'emoji':
      return emojiOf(stringOf(element['unicode'])) || `:${stringOf(element['name'])}:`;
    default:
      return styled(text, element['style']);
  }
}

function momentOf(element: RichElement) {
  const { timestamp } = element;
  const atMs = typeof timestamp === 'number' ? timestamp * 1000 : 0;
  const format = stringOf(element['format']);
  return { kind: 'date', atMs, format, fallback: stringOf(element['fallback']) } as const;
}

function styled(text: string, style: unknown): ReactNode {
  if (typeof style !== 'object' || style === null) return text;
  let node: ReactNode = text;
  if ('code' in style && style.code) node = <code>{node}</code>;
  if ('strike' in style && style.strike) node = <s>{node}</s>;
  if ('italic' in style && style.italic) node = <i>{node}</i>;
  if ('bold' in style && style.bold) node = <b>{node}</b>;
  return node;
}

function emojiOf(codePoints: string): string {
  if (!/^[0-9a-f]{2,6}(?:-[0-9a-f]{2,6})*$/i.test(codePoints)) return '';
  return String.fromCodePoint(...codePoints.split('-').map((hex) => Number.parseInt(hex, 16)));
}

function textOf(element: RichElement): string {
  return stringOf(element['text']);
}

function stringOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
