import type { KnownBlock } from '@slack/types';
import type { WatchRecord } from '../../watch/watch-record.ts';
import { causeOfRecord } from '../../words/cause-words.ts';
import { section } from './blocks.ts';
import { causeQuote } from './cause-quote.ts';
import type { MessageContext } from './message.ts';
import { meaningOf, remedyLine } from './remedy-line.ts';

/**
 * Why an operation failed: in plain words where the cause is known, in Azure's, and what to try.
 *
 * @param before stands before the plain words: whom the message calls
 */
export function whyBlocks(
  record: WatchRecord,
  around: MessageContext,
  {
    before = '',
    shown = 'cause alone',
  }: { readonly before?: string; readonly shown?: 'cause alone' | 'outermost too' } = {},
): readonly KnownBlock[] {
  const cause = causeOfRecord(record);
  if (!cause) return [section(`${before}Azure gave no reason. Please look.`)];
  return [
    section(`${before}${meaningOf(cause) ?? 'Azure gives this reason:'}`),
    causeQuote(cause, shown),
    ...remedyLine(cause, around),
  ];
}
