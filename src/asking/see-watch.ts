import { placeOfCard } from '../redis/card-places.ts';
import type { DeliveryStore } from '../redis/delivery-store.ts';
import { parseWatchId } from '../redis/watch-id.ts';
import type { WatchStore } from '../redis/watch-store.ts';
import type { AskerId } from '../watch/askers.ts';
import type { ChannelId } from '../watch/names.ts';
import { activeCards, type Card } from '../watch/watch-card.ts';
import type { WatchRecord } from '../watch/watch-record.ts';
import type { Caller } from './asker.ts';
import type { PublicAmong } from './listed-cards.ts';
import { watchesHere } from './watches-here.ts';

/** A watch by one of its cards. */
export interface SeenWatch {
  readonly record: WatchRecord;
  readonly card: Card;
  /** Undefined while the card is not up, or the workspace's address not known. */
  readonly link: string | undefined;
}

export interface SeeDependencies {
  readonly watches: WatchStore;
  readonly deliveries: DeliveryStore;
  readonly publicAmong: PublicAmong;
  /** Undefined while the workspace's address is not known. */
  readonly linkTo: (channel: ChannelId, ts: string) => string | undefined;
}

/**
 * A watch as a pipeline may see it, which is in no channel: by a card that it has asked for, or else by one that stands
 * in public; one that goes on before one that was stopped.
 *
 * @param id as it was told
 * @param channel in which the card is to stand; undefined for any
 * @returns undefined where there is no such watch, or none that it may see
 */
export async function watchSeenBy(
  user: AskerId,
  { id, channel }: { readonly id: string; readonly channel: ChannelId | undefined },
  dependencies: SeeDependencies,
): Promise<SeenWatch | undefined> {
  const watchId = parseWatchId(id);
  const record = watchId && (await dependencies.watches.load(watchId))?.record;
  if (!record) return undefined;
  const here = record.cards.filter((card) => channel === undefined || card.channel === channel);
  const card = lastOf(await visibleTo(user, here, dependencies), user);
  return card && { record, card, link: await linkOf(record, card, dependencies) };
}

/** The live watches of a channel, the oldest first, as such a pipeline may see them. */
export async function watchesSeenIn(
  { user, channel }: Caller,
  dependencies: SeeDependencies,
): Promise<readonly SeenWatch[]> {
  const { here } = await watchesHere(dependencies.watches, channel);
  const found = here.flatMap(({ record }) => {
    const card = activeCards(record).find((each) => each.channel === channel);
    return card ? [{ record, card }] : [];
  });
  const cards = found.map(({ card }) => card);
  const visible = new Set(await visibleTo(user, cards, dependencies));
  return await Promise.all(
    found
      .filter(({ card }) => visible.has(card))
      .map(async ({ record, card }) => ({
        record,
        card,
        link: await linkOf(record, card, dependencies),
      })),
  );
}

async function visibleTo(
  user: AskerId,
  cards: readonly Card[],
  { publicAmong }: SeeDependencies,
): Promise<readonly Card[]> {
  const isOwn = ({ askedBy }: Card) => askedBy === user;
  const doubtful = cards.filter((card) => !isOwn(card) && !card.isPrivate);
  // It was public when it was asked for, and may have been made private since then.
  const open = await publicAmong(new Set(doubtful.map(({ channel }) => channel)));
  return cards.filter((card) => isOwn(card) || (!card.isPrivate && open.has(card.channel)));
}

function lastOf(cards: readonly Card[], user: AskerId): Card | undefined {
  const active = cards.filter(({ state }) => state !== 'stopped');
  const isOwn = ({ askedBy }: Card) => askedBy === user;
  return (
    active.findLast(isOwn) ?? cards.findLast(isOwn) ?? active.findLast(() => true) ?? cards.at(-1)
  );
}

async function linkOf(
  record: WatchRecord,
  card: Card,
  { deliveries, linkTo }: SeeDependencies,
): Promise<string | undefined> {
  const place = await placeOfCard(deliveries, record.id, card);
  return place && linkTo(place.channel, place.ts);
}
