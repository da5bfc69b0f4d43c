import type { KnownBlock } from '@slack/types';
import type { Cause } from '../../watch/cause.ts';
import { CAUSE_MOST, causeLine, reasonLine } from '../../words/cause-words.ts';
import { bounded } from '../../words/plain-text.ts';

/** The cause as Azure words it, letter for letter, and the error that is around it last. */
export function causeQuote(cause: Cause, shown: 'cause alone' | 'outermost too'): KnownBlock {
  const { outermost } = cause;
  const around = shown === 'outermost too' && outermost ? reasonLine(outermost) : '';
  return {
    type: 'rich_text',
    elements: [
      {
        type: 'rich_text_quote',
        elements: [
          { type: 'text', text: causeLine(cause) },
          ...(around ? [{ type: 'text' as const, text: `\n${bounded(around, CAUSE_MOST)}` }] : []),
        ],
      },
    ],
  };
}
