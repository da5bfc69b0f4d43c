import type { JsonObject } from '../json.ts';
import { LINK } from './command-text.ts';

/** What Slack's editor makes of a text: addresses become links. Undefined where nothing was typed. */
export function typedRichText(text: string | undefined): JsonObject | undefined {
  if (text === undefined || text === '') return undefined;
  return {
    type: 'rich_text',
    elements: [{ type: 'rich_text_section', elements: runsOf(text) }],
  };
}

function runsOf(text: string): readonly JsonObject[] {
  const runs: JsonObject[] = [];
  let at = 0;
  for (const { 0: url, index } of text.matchAll(LINK)) {
    if (index > at) runs.push({ type: 'text', text: text.slice(at, index) });
    runs.push({ type: 'link', url });
    at = index + url.length;
  }
  if (at < text.length) runs.push({ type: 'text', text: text.slice(at) });
  return runs;
}
