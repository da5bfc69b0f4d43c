import { causeOf } from '../watch/cause.ts';
import { estimateOf } from '../watch/estimate.ts';
import { progressAtEnd, progressOf, recentRate } from '../watch/progress.ts';
import { isShown } from '../watch/read-failures.ts';
import { remedyFor } from '../watch/remedies.ts';
import { ConditionName, isLive, verdictOf, type WatchRecord } from '../watch/watch-record.ts';
import { estimateLines } from '../words/estimate-text.ts';
import { bar, percent, roughRate, universalTime } from '../words/figures.ts';
import { bytesWords } from '../words/operation-words.ts';
import { oneLine } from '../words/plain-text.ts';
import { signOf } from '../words/signs.ts';
import { verdictSentence } from '../words/verdict-sentence.ts';
import { asPlain } from '../words/words.ts';

const LONGEST_LINE = 2000;

/** What is worth a line of its own: as long as it stays the same, nothing has changed. */
export function changeKey(record: WatchRecord): string {
  const { latest } = record;
  const progress = latest ? progressOf(latest.snapshot) : {};
  const reached =
    progress.percent === undefined ? bytesWords(progress) : Math.floor(progress.percent);
  return JSON.stringify([
    verdictOf(record),
    latest?.snapshot.status,
    reached,
    isLive(record) && Object.keys(record.conditions),
    isUnreadable(record),
  ]);
}

function isUnreadable({ trouble }: WatchRecord): boolean {
  return trouble !== undefined && isShown(trouble);
}

/** `⏳ Backup of srv1: 42 %, 4.2 of 10 GiB` */
function sentenceOf(record: WatchRecord): string {
  const { title, rest } = verdictSentence(record);
  return asPlain([`${signOf(record, verdictOf(record))} `, title, ...rest], LONGEST_LINE);
}

/** The sentence with its time, and below it why Azure can’t be read, or what to try. */
export function plainLines(record: WatchRecord, now: number): readonly string[] {
  const { trouble } = record;
  const remedy = remedyOf(record);
  return [
    `${universalTime(now)}  ${sentenceOf(record)}`,
    ...(isLive(record) && trouble && isUnreadable(record)
      ? [`  ${oneLine(trouble.explanation)}`]
      : []),
    ...(!isLive(record) && 'explanation' in record.ending
      ? [`  ${oneLine(record.ending.explanation)}`]
      : []),
    ...(remedy ? [`  Try: ${remedy.attempt} ${remedy.link}`] : []),
  ];
}

/**
 * A line that is written over: bar, share, bytes, rate and estimate, as far as they are known and fit. The share fits
 * always.
 *
 * @param columns how wide it may be
 */
export function liveLine(record: WatchRecord, columns: number): string {
  if (!isLive(record) || !record.latest || record.trouble) return sentenceOf(record);
  const progress = progressOf(record.latest.snapshot);
  if (progress.percent === undefined) return sentenceOf(record);
  const rate = recentRate(record);
  const [estimate] = estimateLines(record, { tellsAge: true });
  const sign = signOf(record, 'running');
  const { title } = verdictSentence(record);
  const share = percent(progress.percent);
  const more = [
    bytesWords(progress),
    rate === undefined ? undefined : roughRate(rate),
    estimate && asPlain(estimate, 200),
  ].filter((part) => part !== undefined);
  const heads = [
    `${sign} ${title}  ${bar(progress.percent)} ${share}`,
    `${sign} ${title}  ${share}`,
    `${sign} ${share}  ${title}`,
  ] as const;
  // The sign is two columns wide, and one character.
  const fits = (line: string) => line.length + 1 <= columns;
  const head = heads.find(fits) ?? heads[2];
  return more.reduce(
    (line, part) => (fits(`${line} · ${part}`) ? `${line} · ${part}` : line),
    head,
  );
}

/** Why it stopped where Azure has not ended it. */
export type Unended = 'timed-out' | 'no-right' | 'interrupted' | 'unread';

/** One line of `--json`, as docs/shell.md has it. */
export function jsonLine(
  record: WatchRecord,
  now: number,
  end?: { readonly exitCode: number; readonly unended?: Unended | undefined },
): string {
  const { latest, reference } = record;
  const estimate = isLive(record) ? estimateOf(record) : undefined;
  const cause = causeOf(latest?.snapshot.error);
  const time = (ms: number) => new Date(ms).toISOString();
  return JSON.stringify({
    schema: 1,
    kind: end ? 'end' : 'progress',
    at: time(now),
    operation: reference,
    verdict: verdictOf(record),
    says: sentenceOf(record),
    status: latest?.snapshot.status,
    ...progressAtEnd(record),
    bytesPerSecond: isLive(record) ? recentRate(record) : undefined,
    ...(estimate?.kind === 'range' && {
      endsBetween: [time(estimate.fromAt), time(estimate.toAt)],
    }),
    conditions: isLive(record)
      ? ConditionName.options.filter((name) => record.conditions[name])
      : [],
    unreadable: isLive(record) ? record.trouble?.explanation : undefined,
    ...(cause && {
      cause: { code: cause.code, message: cause.message, parts: cause.parts },
      remedy: remedyOf(record),
    }),
    ...end,
  });
}

function remedyOf({ latest }: WatchRecord) {
  const cause = causeOf(latest?.snapshot.error);
  return cause && remedyFor(cause);
}
