import type { KnownBlock } from '@slack/types';
import { type Cause, causeOf, type Reason } from '../../watch/cause.ts';
import type { WatchRecord } from '../../watch/watch-record.ts';
import { bounded, oneLine } from './text.ts';

/** A message of Azure's that is longer is read in full in the alert's thread. */
const CAUSE_MOST = 320;

/** Why Azure says that it ended so; undefined where it gave no reason. */
export function causeOfRecord({ latest }: WatchRecord): Cause | undefined {
  return causeOf(latest?.snapshot.error);
}

/** `AuthorizationFailure: The request … (10 tables)`: in one line, not escaped. */
export function causeLine(cause: Cause, most = CAUSE_MOST): string {
  const parts = partsOf(cause);
  const behind = parts === undefined ? '' : ` (${parts})`;
  return `${bounded(reasonLine(cause), most)}${behind}`;
}

/** Code and message in one line, not escaped. */
export function reasonLine({ code, message }: Reason): string {
  return oneLine([code, message].filter((part) => part).join(': '));
}

/** `10 tables`; undefined where it hit no more than one. */
export function partsOf({ parts, noun, isCut }: Cause): string | undefined {
  if (parts < 2) return undefined;
  return `${isCut ? 'at least ' : ''}${parts} ${noun}s`;
}

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
