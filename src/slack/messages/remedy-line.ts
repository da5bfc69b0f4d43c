import type { KnownBlock } from '@slack/types';
import type { Cause } from '../../watch/cause.ts';
import { remedyFor } from '../../watch/remedies.ts';
import { section } from './blocks.ts';
import type { MessageContext } from './message.ts';
import { escaped } from './text.ts';

/** What a known cause means, in plain words; escaped. Undefined for one that is not known. */
export function meaningOf(cause: Cause): string | undefined {
  const remedy = remedyFor(cause);
  return remedy && escaped(remedy.means, 300);
}

/** What to try against a cause, and where to read on; none where nobody has said. */
export function remedyLine(cause: Cause, { runbookLink }: MessageContext): readonly KnownBlock[] {
  const remedy = remedyFor(cause);
  const runbook = cause.code === undefined ? undefined : runbookLink?.(cause.code);
  const parts = [
    ...(remedy ? [`*Try:* ${escaped(remedy.attempt, 300)}`] : []),
    ...(remedy ? [linked(remedy.link, 'Microsoft’s page')] : []),
    ...(runbook === undefined ? [] : [linked(runbook, remedy ? 'your runbook' : 'Your runbook')]),
  ];
  const [first, ...links] = parts;
  if (first === undefined) return [];
  return [section(links.length > 0 ? `${first} ${links.join(' · ')}` : first)];
}

/** An address in which nothing ends the link. */
function linked(url: string, words: string): string {
  const address = url.replaceAll('|', '%7C').replaceAll('>', '%3E').replaceAll('<', '%3C');
  return `<${address.replaceAll('&', '&amp;')}|${words}>`;
}
