import type { PlainTextElement } from '@slack/types';
import type { WatchRecord } from '../../watch/watch-record.ts';
import { bounded, oneLine } from '../../words/plain-text.ts';
import { literal } from './literal.ts';

/** The whole id, for the last and smallest line. */
export function idOf({ reference }: Pick<WatchRecord, 'reference'>): PlainTextElement {
  return literal(bounded(oneLine(reference.operationId), 140) || '…');
}
