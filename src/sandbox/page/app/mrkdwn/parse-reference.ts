import { withoutEntities } from './entities.ts';
import type { Inline } from './tree.ts';

const DATE = /^date\^(\d{1,12})\^([^^]*)(?:\^(.*))?$/s;

/** What stands between `<` and `>`; undefined where it means nothing and is text. */
export function parseReference(inner: string): Inline | undefined {
  const bar = inner.indexOf('|');
  const target = bar === -1 ? inner : inner.slice(0, bar);
  const label = bar === -1 ? '' : withoutEntities(inner.slice(bar + 1));
  const named = label === '' ? {} : { label };
  const id = target.match(/^[@#]([A-Z0-9]+)$/)?.[1];
  if (id !== undefined) return { kind: target.startsWith('@') ? 'user' : 'channel', id, ...named };
  if (target.startsWith('!')) return parseSpecial(target.slice(1), label);
  if (!/^(?:https?:\/\/|mailto:)/i.test(target)) return undefined;
  const url = withoutEntities(target);
  return { kind: 'link', url, label: label || url };
}

function parseSpecial(target: string, label: string): Inline | undefined {
  if (/^(?:here|channel|everyone)$/.test(target)) return { kind: 'broadcast', range: target };
  const group = target.match(/^subteam\^([A-Z0-9]+)$/)?.[1];
  if (group !== undefined) {
    return { kind: 'group', id: group, ...(label === '' ? {} : { label }) };
  }
  const [, seconds, format, url] = target.match(DATE) ?? [];
  if (seconds === undefined || format === undefined) return undefined;
  return {
    kind: 'date',
    atMs: Number(seconds) * 1000,
    format: withoutEntities(format),
    fallback: label,
    ...(url === undefined ? {} : { url: withoutEntities(url) }),
  };
}
