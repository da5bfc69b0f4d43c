import type { KnownBlock } from '@slack/types';
import type { EndedEntry, HistoryAnswer } from '../../asking/history.ts';
import { progressAtEnd } from '../../watch/progress.ts';
import { type EndedWatch, verdictOf } from '../../watch/watch-record.ts';
import { usualWords } from '../../words/estimate-text.ts';
import { bytes, bytesOf, duration } from '../../words/figures.ts';
import { bounded } from '../../words/plain-text.ts';
import { VERDICTS } from '../../words/signs.ts';
import { COMMAND } from '../commands/command.ts';
import { context } from './blocks.ts';
import { careLine } from './care-words.ts';
import { literalRun, richText } from './literal.ts';
import { askerMarkup } from './markup.ts';
import { LIMITS, type Message } from './message.ts';
import { moment } from './moment.ts';
import { sentenceRuns } from './sentence-runs.ts';
import { code, escaped } from './text.ts';

/** What has ended: of each what, how and why, how long, how much, when, and for whom. */
export function historyMessage(answer: HistoryAnswer): Message {
  const { entries, total, isCut, wish } = answer;
  const what = `${wish.onlyFailed ? 'failed' : 'ended'}${rangeWords(answer)}`;
  const called = wish.name === undefined ? '' : ` of “${bounded(wish.name, 100)}”`;
  const title =
    total === 0
      ? `Nothing that I watched${called} has ${what}.`
      : `What has ${what}${called}: ${total}${isCut ? ' and more' : ''}`;
  return {
    text: escaped(title, LIMITS.text),
    blocks: [
      richText([literalRun(title)]),
      ...entries.flatMap(entryBlocks),
      ...notes(answer).map((note) => context(note)),
    ],
  };
}

/** How far back was looked, where that was said. */
function rangeWords({ wish, keptMs }: HistoryAnswer): string {
  if (wish.withinMs === undefined || wish.withinMs > keptMs) return '';
  return ` in the last ${duration(wish.withinMs)}`;
}

function entryBlocks({
  record,
  channel,
  askedBy,
  label,
  link,
  care,
}: EndedEntry): readonly KnownBlock[] {
  const amount = amountWords(record);
  return [
    richText([
      literalRun(`${VERDICTS[verdictOf(record)].sign} `),
      ...sentenceRuns(record, link, label),
    ]),
    context(
      [
        moment(record.latest?.snapshot.endedAt ?? record.ending.at),
        ...(amount ? [amount] : []),
        `for ${askerMarkup(askedBy)} in <#${channel}>`,
      ].join(' · '),
    ),
    ...careLine(care),
  ];
}

/** How much it had done: of what did not come to its end, of how much. */
function amountWords(record: EndedWatch): string {
  const { doneBytes, totalBytes } = progressAtEnd(record);
  if (doneBytes === undefined) return '';
  const isWhole = totalBytes === undefined || record.ending.verdict === 'succeeded';
  return isWhole ? bytes(doneBytes) : bytesOf(doneBytes, totalBytes);
}

function notes({ usual, page, more, wish, keptMs, isCut, nearest }: HistoryAnswer) {
  const next = [...wordsOf(wish), `page ${page + 1}`].join(' ');
  return [
    ...(usual?.usual ? [`Usually it takes ${usualWords(usual.runs, usual.usual)}.`] : []),
    ...(more > 0 ? [`… and ${more} more: ${code(`${COMMAND} history ${next}`, 300)}`] : []),
    ...(isCut ? ['I looked at the newest 2,000 only: name a server or a shorter time.'] : []),
    ...(wish.withinMs !== undefined && wish.withinMs > keptMs
      ? [`I keep what has ended for ${duration(keptMs)}.`]
      : []),
    ...(nearest === undefined
      ? []
      : [`Do you mean ${code(`${COMMAND} history ${nearest}`, 300)}?`]),
  ];
}

/** The command again that asked for it. */
function wordsOf({ name, onlyFailed, withinMs }: HistoryAnswer['wish']): readonly string[] {
  return [
    ...(onlyFailed ? ['failed'] : []),
    ...(name === undefined ? [] : [name]),
    ...(withinMs === undefined ? [] : [`${Math.round(withinMs / 3_600_000)}h`]),
  ];
}
