import type { KnownBlock } from '@slack/types';
import type { Care } from '../../watch/acknowledgement.ts';
import { averageRate, durationMs, progressAtEnd } from '../../watch/progress.ts';
import type { Card } from '../../watch/watch-card.ts';
import type { EndedWatch, WatchRecord } from '../../watch/watch-record.ts';
import { causeOfRecord, partsOf } from '../../words/cause-words.ts';
import { duration, rate } from '../../words/figures.ts';
import { bytesWords, lastSeenWords, oddEndWords } from '../../words/operation-words.ts';
import { explained } from '../../words/plain-text.ts';
import { askerWord, type Words } from '../../words/words.ts';
import { context } from './blocks.ts';
import { stepsBlocks } from './card-steps.ts';
import { lookedAfterLine } from './care-words.ts';
import { causeQuote } from './cause-quote.ts';
import { richText } from './literal.ts';
import { asRuns } from './markup.ts';
import type { MessageContext } from './message.ts';
import { moment } from './moment.ts';
import { whyBlocks } from './why-blocks.ts';

/** What a card shows of a watch that has ended: why, what to do, and how it went. */
export function endedBody(
  record: EndedWatch,
  around: MessageContext,
  care: Care,
): readonly KnownBlock[] {
  return [
    ...whatItMeans(record, around),
    ...lookedAfterLine(care),
    ...stepsBlocks(record),
    ...figuresLines(record),
  ];
}

function whatItMeans(record: EndedWatch, around: MessageContext): readonly KnownBlock[] {
  const { ending } = record;
  switch (ending.verdict) {
    case 'failed':
      return whyBlocks(record, around, { shown: 'outermost too' });
    case 'ended-otherwise': {
      const cause = causeOfRecord(record);
      return [
        spoken([oddEndWords(record), '. That is neither success nor failure: please look.']),
        ...(cause ? [causeQuote(cause, 'outermost too')] : []),
      ];
    }
    case 'gone':
    case 'not-found':
      return [
        spoken([
          explained(ending.explanation),
          ' Last seen: ',
          ...lastSeen(record),
          '. ',
          record.latest
            ? 'How the operation ended is not known: please look in the portal.'
            : 'Please check the id, the location and the subscription.',
        ]),
      ];
    case 'off-limits':
      return [
        spoken([
          explained(ending.explanation),
          ' Last seen: ',
          ...lastSeen(record),
          '. This says nothing about the operation itself: please look in the portal.',
        ]),
      ];
    case 'abandoned':
      return [
        spoken([
          `I stopped watching after ${duration(ending.watchedMs)}, as long as I may. Last seen: `,
          ...lastSeen(record),
          '. The operation may still be running: ',
          { kind: 'bold', text: 'Watch again' },
          ' goes on watching it.',
        ]),
      ];
    case 'succeeded':
    case 'canceled':
    case 'stopped':
      return [];
    default:
      return ending satisfies never;
  }
}

/** A stopped card says who stopped it, whatever becomes of the watch. */
export function stoppedBody(
  record: WatchRecord,
  { stoppedBy }: Extract<Card, { state: 'stopped' }>,
): readonly KnownBlock[] {
  return [
    spoken([
      askerWord(stoppedBy),
      ' stopped watching here. The operation itself goes on; last seen: ',
      ...lastSeen(record),
      '.',
    ]),
  ];
}

/** `52 of 120 GiB · after 31 min · 17 MiB/s on average`, and when it ended. */
function figuresLines(record: EndedWatch): readonly KnownBlock[] {
  const isKnown = ['succeeded', 'failed', 'canceled', 'ended-otherwise'].includes(
    record.ending.verdict,
  );
  if (!isKnown) return [];
  const endedAt = record.latest?.snapshot.endedAt;
  const took = durationMs(record);
  const speed = averageRate(record);
  const cause = causeOfRecord(record);
  const parts = cause && partsOf(cause);
  const how = [
    bytesWords(progressAtEnd(record)),
    took !== undefined && `after ${duration(took)}`,
    speed !== undefined && `${rate(speed)} on average`,
    parts && `hits ${parts}`,
  ];
  const lines = [
    how.filter((part) => part).join(' · '),
    ...(endedAt === undefined ? [] : [`ended ${moment(endedAt)}`]),
  ].filter((line) => line);
  return lines.length > 0 ? [context(lines.join('\n'))] : [];
}

function lastSeen(record: WatchRecord): Words {
  const { latest } = record;
  const words = lastSeenWords(record);
  return latest ? [words, ', ', { kind: 'moment', at: latest.at }] : [words];
}

function spoken(words: Words): KnownBlock {
  return richText(asRuns(words));
}
