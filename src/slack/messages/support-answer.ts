import type { SupportAnswer } from '../../asking/support.ts';
import { fullTitle } from '../../words/operation-words.ts';
import { section } from './blocks.ts';
import { errorTree } from './error-tree.ts';
import { preformatted } from './literal.ts';
import { asMarkup } from './markup.ts';
import { LIMITS, type Message } from './message.ts';
import { supportText } from './support-text.ts';

/** A block to copy into a request to Azure's support, for who asked alone. */
export function supportAnswer({ record }: SupportAnswer): Message {
  const text = asMarkup(
    ['📋 What Azure’s support asks for about ', fullTitle(record), ', to copy:'],
    LIMITS.section,
  );
  return { text, blocks: [section(text), preformatted(supportText(record, errorTree(record)))] };
}
