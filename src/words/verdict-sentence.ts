import { averageRate, durationMs, progressAtEnd, progressOf } from '../watch/progress.ts';
import { isShown } from '../watch/read-failures.ts';
import { isBeingCanceled } from '../watch/verdict-of-status.ts';
import type { Card } from '../watch/watch-card.ts';
import {
  type EndedWatch,
  isLive,
  type LiveWatch,
  type WatchRecord,
} from '../watch/watch-record.ts';
import { causeLine, causeOfRecord } from './cause-words.ts';
import { duration, percent, rate } from './figures.ts';
import { fullTitle, oddEndWords, progressWords, statusOf } from './operation-words.ts';
import type { Words } from './words.ts';

/** How a watch stands, as one sentence that makes sense without the blocks beside it. */
export interface VerdictSentence {
  /** Of what it speaks: a link in lists. */
  readonly title: string;
  /** What it says of it, which follows at once: ` failed at 43 %: …`, `: 42 %, 4.2 of 10 GiB`. */
  readonly rest: Words;
}

/** @param card in which it is told; without one, of the watch as a whole */
export function verdictSentence(record: WatchRecord, card?: Card): VerdictSentence {
  return { title: fullTitle(record, card), rest: restOf(record, card) };
}

function restOf(record: WatchRecord, card: Card | undefined): Words {
  if (card?.state === 'stopped') return [': no longer watched here.'];
  return isLive(record) ? running(record) : ended(record);
}

function ended(record: EndedWatch): Words {
  const { ending } = record;
  switch (ending.verdict) {
    case 'succeeded':
      return [` succeeded${took(record)}${atRate(record)}.`];
    case 'canceled':
      return [` was canceled${at(record)}${took(record)}.`];
    case 'failed':
      return [` ${failedWords(record)}${took(record)}`, ...why(record, ['.'])];
    case 'ended-otherwise':
      return [': ', oddEndWords(record), took(record), ...why(record, [': please look.'])];
    case 'gone':
      return [': Azure no longer keeps the result; ', ...lastSeen(record), '.'];
    case 'not-found':
      return [': not found.'];
    case 'off-limits':
      return [': I may no longer read it, so I stopped watching; ', ...lastSeen(record), '.'];
    case 'abandoned': {
      const watched = duration(ending.watchedMs);
      return [`: I stopped watching after ${watched}, before it ended; `, ...lastSeen(record), '.'];
    }
    case 'stopped':
      return [': no longer watched.'];
    default:
      return ending satisfies never;
  }
}

/** `failed at 43 %`, or as much of it as is known. */
export function failedWords(record: WatchRecord): string {
  return `failed${at(record)}`;
}

function at(record: WatchRecord): string {
  const { percent: value } = progressAtEnd(record);
  return value === undefined ? '' : ` at ${percent(value)}`;
}

/** The cause; without one, what ends the sentence. */
function why(record: WatchRecord, otherwise: Words): Words {
  const cause = causeOfRecord(record);
  return cause ? [': ', causeLine(cause)] : otherwise;
}

function running(record: LiveWatch): Words {
  const snapshot = record.latest?.snapshot;
  const { trouble } = record;
  if (!snapshot) {
    const unread = trouble && isShown(trouble);
    return [unread ? ': can’t read Azure at the moment, not seen yet.' : ': not seen yet'];
  }
  if (record.endSeenMs !== undefined) return [': ', oddEndWords(record), '; I look once more.'];
  const words = progressWords(progressOf(snapshot)) || statusOf(snapshot);
  if (trouble && isShown(trouble)) {
    return [': can’t read Azure at the moment, last seen at ', words, '.'];
  }
  const { stalled, overdue } = record.conditions;
  return [
    ...(isBeingCanceled(snapshot) ? [': being canceled, ', words] : [': ', words]),
    ...(stalled ? ['; no progress since ', { kind: 'moment', at: stalled.since } as const] : []),
    ...(overdue ? ['; overdue'] : []),
  ];
}

function lastSeen({ latest }: WatchRecord): Words {
  if (!latest) return ['never seen'];
  const progress = progressWords(progressOf(latest.snapshot));
  const where = progress ? ['at ', progress] : ['as ', statusOf(latest.snapshot)];
  return ['last seen ', ...where, ', ', { kind: 'moment', at: latest.at }];
}

function took(record: WatchRecord): string {
  const ms = durationMs(record);
  return ms === undefined ? '' : ` after ${duration(ms)}`;
}

function atRate(record: WatchRecord): string {
  const speed = averageRate(record);
  return speed === undefined ? '' : `, ${rate(speed)} on average`;
}
