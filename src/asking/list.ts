import { placeOfCard } from '../redis/card-places.ts';
import type { DeliveryStore } from '../redis/delivery-store.ts';
import type { WatchStore } from '../redis/watch-store.ts';
import type { CardKey, ChannelId, WatchId } from '../watch/names.ts';
import { isOdd, type NeedOfEyes, needOfEyes } from '../watch/needs-eyes.ts';
import { activeCards, cardOf } from '../watch/watch-card.ts';
import { isLive, type WatchRecord } from '../watch/watch-record.ts';
import type { Presser } from './asker.ts';
import { isListed, type ListScope, type PublicAmong } from './listed-cards.ts';

/** A watch in a list: its record as it stands, and its card's link where one stands. */
interface ListedWatch {
  readonly record: WatchRecord;
  readonly channel: ChannelId;
  readonly link: string | undefined;
}

/** Which part of which list. */
export interface ListWish {
  readonly scope: ListScope;
  /** From 1 on; one behind the last means the last. */
  readonly page: number;
}

export interface ListAnswer extends ListWish {
  readonly kind: 'list';
  /** Those of the page, what needs eyes first. */
  readonly watches: readonly ListedWatch[];
  readonly total: number;
  readonly pages: number;
  /** How many of all need somebody to look. */
  readonly odd: number;
  /** How many there are besides, wherever, whose record can't be read. */
  readonly unreadable?: number;
}

export interface ListDependencies {
  readonly watches: WatchStore;
  readonly deliveries: DeliveryStore;
  readonly publicAmong: PublicAmong;
  /** Those for whose end on-call was called and that nobody looks after, the newest first. */
  readonly unattended: () => Promise<readonly WatchId[]>;
  /** Undefined while the workspace's address is not known. */
  readonly linkTo: (channel: ChannelId, ts: string) => string | undefined;
}

/** More lines would not be read, nor fit into one message by much. */
const PAGE = 15;

/** A line of a list, without the record: there may be ten thousand. */
interface Line {
  readonly watchId: WatchId;
  readonly cardKey: CardKey;
  readonly need: NeedOfEyes;
}

/**
 * Live watches here, of the asker, or everywhere, and those for whose end on-call was called and that nobody looks
 * after; what stands in private stays there.
 */
export async function listWatches(
  asker: Presser,
  { scope, page }: ListWish,
  dependencies: ListDependencies,
): Promise<ListAnswer> {
  const { lines, unreadable } = await findLines(asker, scope, dependencies);
  lines.sort(({ need: one }, { need: other }) => one.rank - other.rank || one.order - other.order);
  const pages = Math.max(1, Math.ceil(lines.length / PAGE));
  const shown = Math.min(Math.max(1, page), pages);
  return {
    kind: 'list',
    scope,
    page: shown,
    watches: await listed(lines.slice((shown - 1) * PAGE, shown * PAGE), dependencies),
    total: lines.length,
    pages,
    odd: lines.filter(({ need }) => isOdd(need)).length,
    ...(unreadable > 0 && { unreadable }),
  };
}

async function findLines(
  asker: Presser,
  scope: ListScope,
  { watches, unattended, publicAmong }: ListDependencies,
) {
  const found: { readonly line: Line; readonly inDoubt: ChannelId | undefined }[] = [];
  let unreadable = 0;
  const add = (record: WatchRecord) => {
    const need = needOfEyes(record);
    for (const card of activeCards(record)) {
      const listed = isListed(card, asker, scope);
      const line = { watchId: record.id, cardKey: card.key, need };
      if (listed) found.push({ line, inDoubt: listed === 'if-public' ? card.channel : undefined });
    }
  };
  const live = scope === 'alerts' ? [] : watches.findLive();
  for await (const each of live) {
    if (each.kind === 'unreadable') unreadable += 1;
    else if (isLive(each.record)) add(each.record);
  }
  for (const record of await watches.loadAll(await unattended())) {
    if (!isLive(record)) add(record);
  }
  const open = await publicAmong([...new Set(found.flatMap(({ inDoubt }) => inDoubt ?? []))]);
  const lines = found.filter(({ inDoubt }) => inDoubt === undefined || open.has(inDoubt));
  return { lines: lines.map(({ line }) => line), unreadable };
}

/** What has been forgotten meanwhile is left out. */
async function listed(
  lines: readonly Line[],
  { watches, deliveries, linkTo }: ListDependencies,
): Promise<readonly ListedWatch[]> {
  const records = await watches.loadAll(lines.map(({ watchId }) => watchId));
  const byId = new Map(records.map((record) => [record.id, record]));
  const found = lines.map(async ({ watchId, cardKey }) => {
    const record = byId.get(watchId);
    const card = record && cardOf(record, cardKey);
    if (!record || !card) return [];
    const place = await placeOfCard(deliveries, record.id, card);
    const link = place && linkTo(place.channel, place.ts);
    return [{ record, channel: card.channel, link }];
  });
  return (await Promise.all(found)).flat();
}
