import type { Searching } from '../asking/searching.ts';
import type { SeenWatch } from '../asking/see-watch.ts';
import { type AskerId, isPerson, nameOfPipeline } from '../watch/askers.ts';
import type { ChannelId } from '../watch/names.ts';
import { progressAtEnd } from '../watch/progress.ts';
import type { Card } from '../watch/watch-card.ts';
import { isLive, verdictOf, type WatchRecord } from '../watch/watch-record.ts';
import { verdictSentence } from '../words/verdict-sentence.ts';
import { asPlain } from '../words/words.ts';
import type { WatchRequest, WatchView } from './watch-schemas.ts';

const LONGEST_SUMMARY = 1000;

/** A watch as the API shows it. */
export function viewOfWatch({ record, card, link }: SeenWatch): WatchView {
  const { id, reference } = record;
  const { percent, doneBytes, totalBytes } = progressAtEnd(record);
  const { title, rest } = verdictSentence(record, card);
  return {
    id,
    channel: card.channel,
    card: link ?? null,
    label: card.label ?? null,
    askedBy: viewOfAsker(card.askedBy),
    operation: {
      id: reference.operationId,
      subscription: reference.subscriptionId,
      location: reference.location,
    },
    state: card.state === 'stopped' ? 'stopped' : verdictOf(record),
    percent: percent ?? null,
    doneBytes: doneBytes ?? null,
    totalBytes: totalBytes ?? null,
    conditions: isLive(record) ? conditionsOf(record) : [],
    summary: asPlain([title, ...rest], LONGEST_SUMMARY),
    begunAt: instant(record.begunAt),
    endedAt: isLive(record) ? null : instant(record.latest?.snapshot.endedAt ?? record.ending.at),
    note: link === undefined ? whyNoLink(record, card) : null,
  };
}

/** What is known of one whose place is still looked for. */
export function viewOfSearch(
  { operationId, places }: Pick<Searching<unknown>, 'operationId' | 'places'>,
  { label, channel }: Pick<WatchRequest, 'label' | 'channel'>,
  askedBy: AskerId,
): WatchView {
  return {
    id: null,
    channel,
    card: null,
    label: label || null,
    askedBy: viewOfAsker(askedBy),
    operation: { id: operationId, subscription: null, location: null },
    state: 'searching',
    percent: null,
    doneBytes: null,
    totalBytes: null,
    conditions: [],
    summary: `Looking for it in ${places.join(', ')}.`,
    begunAt: null,
    endedAt: null,
    note: 'Once it is found, it is watched. The same request with the same Idempotency-Key tells what came of it.',
  };
}

/** Where a watch is found. */
export function pathOfWatch(id: string, channel: ChannelId): string {
  return `/v1/watches/${id}?channel=${channel}`;
}

function viewOfAsker(asker: AskerId): WatchView['askedBy'] {
  return isPerson(asker)
    ? { kind: 'person', id: asker }
    : { kind: 'pipeline', name: nameOfPipeline(asker) };
}

function conditionsOf({ conditions }: Extract<WatchRecord, { state: 'live' }>) {
  const all = ['blind', 'stalled', 'overdue'] as const;
  return all.filter((name) => conditions[name] !== undefined);
}

function whyNoLink(record: WatchRecord, card: Card): string {
  switch (card.state) {
    case 'waiting':
      return isLive(record)
        ? 'Its card appears in the channel as soon as Azure shows the operation.'
        : 'There is no card: it ended before there was anything to show.';
    case 'standing':
      return 'Its card is not up yet, or can’t be linked to at the moment.';
    case 'lost':
      return 'Its card was deleted: how it ends is told in the channel.';
    case 'stopped':
      return 'There is no card any more.';
    default:
      return card satisfies never;
  }
}

function instant(ms: number): string {
  return new Date(ms).toISOString();
}
