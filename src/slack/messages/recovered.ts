import { isLive, type WatchRecord } from '../../watch/watch-record.ts';
import { duration } from '../../words/figures.ts';
import { fullTitle } from '../../words/operation-words.ts';
import type { Words } from '../../words/words.ts';
import { richText } from './literal.ts';
import { asMarkup, asRuns } from './markup.ts';
import { LIMITS, type Message } from './message.ts';

const ORDINALS = [
  'second',
  'third',
  'fourth',
  'fifth',
  'sixth',
  'seventh',
  'eighth',
  'ninth',
  'tenth',
];

/** Which try it was that succeeded, from 2 on. */
export function triesWords(tries: number): string {
  const ordinal = ORDINALS[tries - 2];
  return ordinal ? `Succeeded at the ${ordinal} try` : `Succeeded after ${tries - 1} failures`;
}

/** In the thread of a failure: another try has succeeded. @param link to its card */
export function recoveredMessage(
  record: WatchRecord,
  { failedAt, tries }: { readonly failedAt: number; readonly tries: number },
  link: string | undefined,
): Message | undefined {
  if (isLive(record)) return undefined;
  const at = record.latest?.snapshot.endedAt ?? record.ending.at;
  const title = fullTitle(record);
  const words: Words = [
    `✅ ${triesWords(tries)}, `,
    `${duration(at - failedAt)} later: `,
    link ? { kind: 'link', text: title, url: link } : title,
    '.',
  ];
  return { text: asMarkup(words, LIMITS.text), blocks: [richText(asRuns(words))] };
}
