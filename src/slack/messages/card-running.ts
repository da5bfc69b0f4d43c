import type { KnownBlock } from '@slack/types';
import { durationMs, progressOf } from '../../watch/progress.ts';
import { isShown } from '../../watch/read-failures.ts';
import type { LiveWatch } from '../../watch/watch-record.ts';
import { estimateLines, rateWords } from '../../words/estimate-text.ts';
import { bar, percent } from '../../words/figures.ts';
import { bytesWords, statusOf } from '../../words/operation-words.ts';
import { explained } from '../../words/plain-text.ts';
import { roughDuration } from '../../words/rough-time.ts';
import { CONDITIONS } from '../../words/signs.ts';
import type { Words } from '../../words/words.ts';
import { context } from './blocks.ts';
import { stepsBlocks } from './card-steps.ts';
import { richText } from './literal.ts';
import { asRuns } from './markup.ts';
import { moment } from './moment.ts';

/**
 * What a card shows of a watch that goes on: how far it is, when it should be done, what is odd, its steps.
 *
 * @param age whether it tells, too, of when this is: nobody is to edit a card for that alone
 */
export function runningBody(
  record: LiveWatch,
  age: { readonly tellsAge: boolean },
): readonly KnownBlock[] {
  return [
    ...lines([progressLine(record), rateLine(record), ...estimateLines(record, age)]),
    ...lines([troubleNotice(record)]),
    ...lines([stalledNotice(record)]),
    ...lines([overdueNotice(record)]),
    ...stepsBlocks(record),
    ...timesLine(record, age),
  ];
}

/** Each a line of one block; none where there is nothing to say. */
function lines(all: readonly Words[]): readonly KnownBlock[] {
  const spoken = all.filter((words) => words.length > 0);
  const joined = spoken.flatMap((words, index) => (index === 0 ? words : ['\n', ...words]));
  return joined.length > 0 ? [richText(asRuns(joined))] : [];
}

/** `█████░░░░░░░░░  42 %, 4.2 of 10 GiB`; Azure's own word where it gives no figure. */
function progressLine({ latest }: LiveWatch): Words {
  if (!latest) return ['Azure has not shown it yet.'];
  const progress = progressOf(latest.snapshot);
  const amount = bytesWords(progress);
  if (progress.percent === undefined) {
    return ['Azure says ', { kind: 'bold', text: statusOf(latest.snapshot) }, ...more(amount)];
  }
  // Not as code: Slack shows that in red, as if something were wrong.
  const share = { kind: 'bold', text: percent(progress.percent) } as const;
  return [`${bar(progress.percent)}  `, share, ...more(amount)];
}

function more(words: string | undefined): Words {
  return words === undefined ? [] : [`, ${words}`];
}

function rateLine(record: LiveWatch): Words {
  const words = rateWords(record);
  return words === undefined ? [] : [words];
}

function troubleNotice({ trouble, latest }: LiveWatch): Words {
  const isForgotten = latest && trouble?.failure === 'not-found';
  if (!trouble || (!isShown(trouble) && !isForgotten)) return [];
  return [
    '⚠️ ',
    { kind: 'bold', text: 'Can’t read Azure' },
    ' since ',
    { kind: 'moment', at: trouble.since },
    `: ${explained(trouble.explanation)} `,
    ...(latest ? ['What is shown is from ', { kind: 'moment', at: latest.at } as const, '. '] : []),
    'This says nothing about the operation itself; I keep looking.',
  ];
}

function stalledNotice({ conditions: { stalled } }: LiveWatch): Words {
  if (!stalled) return [];
  return [
    `${CONDITIONS.stalled.sign} `,
    { kind: 'bold', text: 'No progress' },
    ' since ',
    { kind: 'moment', at: stalled.since },
    '. Azure still calls it running.',
  ];
}

function overdueNotice({ conditions: { overdue } }: LiveWatch): Words {
  if (!overdue) return [];
  return [
    `${CONDITIONS.overdue.sign} `,
    { kind: 'bold', text: 'Overdue' },
    ': it was expected to end ',
    { kind: 'moment', at: overdue.since },
    '. Azure still calls it running.',
  ];
}

/** `running for 1 h 5 min · as of today at 12:02` */
function timesLine(
  record: LiveWatch,
  { tellsAge }: { readonly tellsAge: boolean },
): readonly KnownBlock[] {
  const { latest } = record;
  const elapsed = durationMs(record);
  const parts = [
    ...(elapsed === undefined ? [] : [`running for ${roughDuration(elapsed)}`]),
    ...(tellsAge && latest ? [`as of ${moment(latest.at)}`] : []),
  ];
  return parts.length > 0 ? [context(parts.join(' · '))] : [];
}
