import { averageRate, durationMs, progressOf } from '../../watch/progress.ts';
import { isShown } from '../../watch/take-failure.ts';
import type { Card, WatchRecord } from '../../watch/watch-record.ts';
import { duration, moment, rate } from './figures.ts';
import { errorLine, progressWords, titleOf } from './operation-words.ts';
import { roughDuration } from './rough-time.ts';
import { escaped } from './text.ts';

/**
 * How the watch stands, as one sentence that makes sense without the blocks beside it; escaped.
 * `Backup and export of srv1: 42 %, 4.2 of 10 GiB`
 */
export function verdictSentence(record: WatchRecord, card?: Card): string {
  const title = escaped(titleOf(record), 200);
  const { outcome } = record;
  if (card?.stopped) return `${title}: no longer watched here.`;
  switch (outcome.verdict) {
    case 'running':
      return runningSentence(record, title);
    case 'succeeded':
      return `${title} succeeded${took(record)}${atRate(record)}.`;
    case 'canceled':
      return `${title} was canceled${took(record)}.`;
    case 'failed': {
      const error = errorLine(record.latest?.snapshot);
      return `${title} failed${took(record)}${error ? `: ${escaped(error, 600)}` : '.'}`;
    }
    case 'gone':
      return `${title}: Azure no longer keeps the result; ${lastSeen(record)}.`;
    case 'not-found':
      return `${title}: not found.`;
    case 'abandoned':
      return `${title}: I stopped watching after ${duration(record.watchedMs)}, before it ended; ${lastSeen(record)}.`;
    case 'stopped':
      return `${title}: no longer watched.`;
    default:
      return outcome satisfies never;
  }
}

function runningSentence(record: WatchRecord, title: string): string {
  const snapshot = record.latest?.snapshot;
  const words = snapshot && (progressWords(progressOf(snapshot)) || escaped(snapshot.status, 60));
  const { trouble } = record;
  if (trouble && isShown(trouble)) {
    return `${title}: can't read Azure at the moment${words ? `, last seen at ${words}` : ''}.`;
  }
  if (!words) return `${title}: not seen yet`;
  const { stalled, overdue } = record.conditions;
  const odd = [
    // No moment: the sentence is a link in lists, and Slack knows no date in a link.
    ...(stalled ? [`no progress for ${roughDuration(record.unmovedMs)}`] : []),
    ...(overdue ? ['overdue'] : []),
  ];
  return `${title}: ${[words, ...odd].join('; ')}`;
}

function lastSeen({ latest }: WatchRecord): string {
  if (!latest) return 'never seen';
  const { snapshot, at } = latest;
  const progress = progressWords(progressOf(snapshot));
  const where = progress ? `at ${progress}` : `as ${escaped(snapshot.status, 60)}`;
  return `last seen ${where}, ${moment(at)}`;
}

function took(record: WatchRecord): string {
  const ms = durationMs(record);
  return ms === undefined ? '' : ` after ${duration(ms)}`;
}

function atRate(record: WatchRecord): string {
  const speed = averageRate(record);
  return speed === undefined ? '' : `, ${rate(speed)} on average`;
}
