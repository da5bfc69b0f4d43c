import type { KnownBlock, PlainTextElement, RichTextBlock, RichTextElement } from '@slack/types';
import { bounded } from '../../words/plain-text.ts';
import { LIMITS } from './message.ts';

// What people and Azure write is shown letter for letter: `*all*`, `_tmp_orders`, `:wave:`, `<`, `&`. mrkdwn
// has no escape for the first three, and an invisible character between them would be copied along. Plain and
// rich text show every letter as it is.

/** Text from outside, for a line that holds several texts. */
export function literal(text: string): PlainTextElement {
  return { type: 'plain_text', text: bounded(text, LIMITS.field), emoji: false };
}

/** Text from outside, for a line of rich text. */
export function literalRun(
  text: string,
  style?: { readonly code?: true; readonly bold?: true },
): RichTextElement {
  return { type: 'text', text: bounded(text, LIMITS.section), ...(style && { style }) };
}

/** The same as a link, where there is an address. */
export function linkedRun(text: string, url: string | undefined): RichTextElement {
  return url === undefined
    ? literalRun(text)
    : { type: 'link', url, text: bounded(text, LIMITS.section) };
}

/** A line, or several, in which every letter is shown as it is. */
export function richText(elements: readonly RichTextElement[]): KnownBlock {
  return {
    type: 'rich_text',
    elements: [{ type: 'rich_text_section', elements: [...elements] }],
  };
}

/** A text in lines, as it is, to be copied. */
export function preformatted(text: string): KnownBlock {
  const block: RichTextBlock = {
    type: 'rich_text',
    elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text: text || '…' }] }],
  };
  return block;
}
