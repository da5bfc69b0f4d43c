import type { RichTextElement } from '@slack/types';
import type { WatchRecord } from '../../watch/watch-record.ts';
import { fullTitle } from '../../words/operation-words.ts';
import { bounded } from '../../words/plain-text.ts';
import { verdictSentence } from '../../words/verdict-sentence.ts';
import { linkedRun } from './literal.ts';
import { asRuns } from './markup.ts';

const LONGEST_WORDS = 300;

/** How a watch stands, in one line; its title is a link where there is an address. */
export function sentenceRuns(
  record: WatchRecord,
  link: string | undefined,
  label: string | undefined,
): readonly RichTextElement[] {
  const { rest } = verdictSentence(record);
  // Errors may be long, and a list is to be glanced over.
  const short = rest.map((word) =>
    typeof word === 'string' ? bounded(word, LONGEST_WORDS) : word,
  );
  return [
    linkedRun(fullTitle(record, label === undefined ? {} : { label }), link),
    ...asRuns(short),
  ];
}
