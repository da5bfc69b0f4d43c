import type { AcknowledgementStore } from '../redis/acknowledgement-store.ts';
import { placeOfCard } from '../redis/card-places.ts';
import type { DeliveryStore } from '../redis/delivery-store.ts';
import type { HistoryStore } from '../redis/history-store.ts';
import type { WatchStore } from '../redis/watch-store.ts';
import type { Care } from '../watch/acknowledgement.ts';
import type { AskerId } from '../watch/askers.ts';
import type { ChannelId } from '../watch/names.ts';
import { earlierOf, seriesOf } from '../watch/series.ts';
import type { Card } from '../watch/watch-card.ts';
import { type Earlier, type EndedWatch, isLive, type WatchRecord } from '../watch/watch-record.ts';
import type { Presser } from './asker.ts';
import { isListed, type PublicAmong } from './listed-cards.ts';
import { nearestOf } from './nearest.ts';
import { nameKey, namesOf } from './watches-here.ts';

/** Which ended watches, and which part of them. */
export interface HistoryWish {
  /** A label or a server's name; undefined for all. */
  readonly name?: string;
  /** Only those that ended as a failure. */
  readonly onlyFailed?: boolean;
  /** How far back; undefined for as long as they are kept. */
  readonly withinMs?: number;
  /** From 1 on; one behind the last means the last. */
  readonly page: number;
}

/** A watch that has ended, as one of its cards showed it. */
export interface EndedEntry {
  readonly record: EndedWatch;
  readonly channel: ChannelId;
  readonly askedBy: AskerId;
  readonly label: string | undefined;
  readonly link: string | undefined;
  /** Who looks after it, or what was done about it. */
  readonly care: Care;
}

export interface HistoryAnswer {
  readonly kind: 'history';
  readonly wish: HistoryWish;
  /** Those of the page, the newest first. */
  readonly entries: readonly EndedEntry[];
  readonly page: number;
  readonly pages: number;
  readonly total: number;
  /** How many come after the page. */
  readonly more: number;
  /** There are older ones, at which nobody looked. */
  readonly isCut: boolean;
  /** What those of one server and kind tell, where all that were found are of one: also of what stands in private. */
  readonly usual: Earlier | undefined;
  /** For how long ended watches are kept, in milliseconds. */
  readonly keptMs: number;
  /** A name that was probably meant, where nothing is called so. */
  readonly nearest: string | undefined;
}

export interface HistoryDependencies {
  readonly watches: WatchStore;
  readonly deliveries: DeliveryStore;
  readonly history: HistoryStore;
  readonly acknowledgements: Pick<AcknowledgementStore, 'ofEnding'>;
  readonly publicAmong: PublicAmong;
  /** Undefined while the workspace's address is not known. */
  readonly linkTo: (channel: ChannelId, ts: string) => string | undefined;
  /** For how long ended watches are kept. */
  readonly historyMs: number;
  readonly now: () => number;
}

/** Two lines each: more would not be read, nor fit into one message. */
const PAGE = 10;
/** Slack waits 3 s for an answer. */
const LOOKED_AT = 2000;
const PARSED_AT_ONCE = 200;

/** What somebody may see of a watch that has ended: of its cards, one that is listed for them. */
interface Seen {
  readonly record: EndedWatch;
  readonly card: Card;
}

/** Watches that have ended, the newest first: those that stand in public, here, or were asked for by the asker. */
export async function endedWatches(
  asker: Presser,
  wish: HistoryWish,
  dependencies: HistoryDependencies,
): Promise<HistoryAnswer> {
  const { history, historyMs, now } = dependencies;
  const sinceMs = now() - Math.min(wish.withinMs ?? historyMs, historyMs);
  const ids = await history.endedSince(sinceMs, LOOKED_AT + 1);
  const all: WatchRecord[] = [];
  for (let start = 0; start < Math.min(ids.length, LOOKED_AT); start += PARSED_AT_ONCE) {
    const records = await dependencies.watches.loadAll(ids.slice(start, start + PARSED_AT_ONCE));
    all.push(...records);
  }
  const cards = all.flatMap((record) => record.cards);
  const doubtful = cards.filter((card) => isListed(card, asker, 'all') === 'if-public');
  const open = await dependencies.publicAmong(doubtful.map(({ channel }) => channel));
  const seen = all.flatMap((record) => seenBy(asker, record, open));
  const wanted = nameKey(wish.name ?? '');
  const found = seen.filter(
    (each) => (!wish.onlyFailed || endedBadly(each)) && (wanted === '' || isCalled(each, wanted)),
  );
  const pages = Math.max(1, Math.ceil(found.length / PAGE));
  const page = Math.min(Math.max(1, wish.page), pages);
  const shown = found.slice((page - 1) * PAGE, page * PAGE);
  return {
    kind: 'history',
    wish,
    entries: await Promise.all(shown.map((each) => entryOf(each, dependencies))),
    page,
    pages,
    total: found.length,
    more: Math.max(0, found.length - page * PAGE),
    isCut: ids.length > LOOKED_AT,
    usual: wanted === '' ? undefined : await usualOf(found, history),
    keptMs: historyMs,
    nearest: found.length > 0 ? undefined : nearestOf(wanted, [...namesAmong(seen), FAILED]),
  };
}

/** The word for those that failed, of which a name may be a slip. */
const FAILED = 'failed';

/** The card of the asker's channel or wish first: its label is the one that they know. */
function seenBy(
  asker: Presser,
  record: WatchRecord,
  open: ReadonlySet<ChannelId>,
): readonly Seen[] {
  if (isLive(record)) return [];
  const cards = record.cards.filter((card) => {
    const listed = isListed(card, asker, 'all');
    return listed === 'if-public' ? open.has(card.channel) : listed;
  });
  const card =
    cards.find(({ channel }) => channel === asker.channel) ??
    cards.find(({ askedBy }) => askedBy === asker.user) ??
    cards[0];
  return card ? [{ record, card }] : [];
}

function endedBadly({ record }: Seen): boolean {
  return record.ending.verdict === 'failed' || record.ending.verdict === 'ended-otherwise';
}

function isCalled({ record, card }: Seen, wanted: string): boolean {
  return namesOf({ record, label: card.label }).includes(wanted);
}

function namesAmong(seen: readonly Seen[]): ReadonlySet<string> {
  return new Set(seen.flatMap(({ record, card }) => namesOf({ record, label: card.label })));
}

/** Of one server and one kind of work: what a label names may be several. */
async function usualOf(
  found: readonly Seen[],
  history: HistoryStore,
): Promise<Earlier | undefined> {
  const all = found.map(({ record }) => seriesOf(record.latest?.snapshot));
  const [series] = all;
  const isOne = all.every(
    (each) => each?.serverId === series?.serverId && each?.work === series?.work,
  );
  return series && isOne ? earlierOf(await history.runs(series)) : undefined;
}

async function entryOf(
  { record, card }: Seen,
  { deliveries, acknowledgements, linkTo }: HistoryDependencies,
): Promise<EndedEntry> {
  const place = await placeOfCard(deliveries, record.id, card);
  const link = place && linkTo(place.channel, place.ts);
  const { channel, askedBy, label } = card;
  const care = await acknowledgements.ofEnding(record.id);
  return { record, channel, askedBy, label, link, care };
}
