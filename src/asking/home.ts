import { placeOfCard } from '../redis/card-places.ts';
import type { DeliveryStore } from '../redis/delivery-store.ts';
import type { WatchStore } from '../redis/watch-store.ts';
import type { AskerId } from '../watch/askers.ts';
import type { CardKey, ChannelId, UserId, WatchId } from '../watch/names.ts';
import { activeCards, type Card, cardOf } from '../watch/watch-card.ts';
import { isLive, type WatchRecord } from '../watch/watch-record.ts';
import type { PublicAmong } from './listed-cards.ts';

/** A card in a list of the Home tab: its watch as it stands, and its link where one stands. */
export interface HomeLine {
  readonly record: WatchRecord;
  readonly card: Card;
  readonly link: string | undefined;
}

/** The first of a list, and how many there are. */
export interface HomeList {
  readonly lines: readonly HomeLine[];
  readonly total: number;
}

/** What is out of order with the bot, for somebody. */
interface HomeHealth {
  /** As in `/readyz`: the bot does its work. */
  readonly isReady: boolean;
  /** What is wrong or to be known, a sentence each; undefined where they are not to know. */
  readonly problems: readonly string[] | undefined;
}

export interface Home {
  readonly health: HomeHealth;
  readonly unattended: HomeList;
  readonly mine: HomeList;
  readonly channels: HomeList;
  readonly endings: HomeList;
  /** Whether Slack tells in which channels the person is; else theirs are all that are public. */
  readonly areChannelsKnown: boolean;
  /** When it was worked out, in milliseconds since the epoch. */
  readonly at: number;
}

export interface HomeDependencies {
  readonly watches: Pick<WatchStore, 'findLive' | 'loadAll'>;
  readonly deliveries: Pick<DeliveryStore, 'card'>;
  /** Undefined while the workspace's address is not known. */
  readonly linkTo: (channel: ChannelId, ts: string) => string | undefined;
  /** Watches that have ended, the newest first. */
  readonly lastEnded: (most: number) => Promise<readonly WatchId[]>;
  /** Those for whose end on-call was called and that nobody looks after, the newest first. */
  readonly unattended: () => Promise<readonly WatchId[]>;
  /** Some that were public when a card was asked for have been made private since then. */
  readonly publicAmong: PublicAmong;
  /** How the bot as a whole is. Never rejects. */
  readonly health: () => Promise<{
    readonly isReady: boolean;
    readonly problems: readonly string[];
  }>;
  /** Who sees what is wrong with it; undefined where everybody does. */
  readonly admins: readonly UserId[] | undefined;
  /** Hears that something has happened that Home tabs show. */
  readonly onEvent: () => void;
  readonly now: () => number;
}

/** What a card is, of which there may be ten thousand: who may see it, and what it sorts by. */
interface Seen {
  readonly watchId: WatchId;
  readonly cardKey: CardKey;
  readonly channel: ChannelId;
  readonly askedBy: AskerId;
  readonly isPrivate: boolean;
  /** What is odd goes first. */
  readonly isOdd: boolean;
  readonly at: number;
}

/** All that Home tabs show, whoever looks: taken once for all who look at the same time. */
export interface Overview {
  readonly live: readonly Seen[];
  readonly ended: readonly Seen[];
  readonly unattended: readonly Seen[];
  readonly at: number;
}

/** Of those that have ended, so many are looked through for who looks. */
const ENDED = 200;
/** Lists of ten fit on a screen; all four fit into Slack's hundred blocks. */
const LISTED = 10;

/** Goes through all watches. Takes a second where there are ten thousand. */
export async function takeOverview(dependencies: HomeDependencies): Promise<Overview> {
  const { watches, lastEnded, unattended, now } = dependencies;
  const live: Seen[] = [];
  for await (const found of watches.findLive()) {
    if (found.kind === 'record' && isLive(found.record)) live.push(...seenOf(found.record));
  }
  const [ended, untaken] = await Promise.all([lastEnded(ENDED), unattended()]);
  const load = async (ids: readonly WatchId[]) =>
    (await watches.loadAll(ids.slice(0, ENDED))).flatMap((record) =>
      isLive(record) ? [] : seenOf(record),
    );
  live.sort((one, other) => Number(other.isOdd) - Number(one.isOdd) || one.at - other.at);
  return { live, ended: await load(ended), unattended: await load(untaken), at: now() };
}

function seenOf(record: WatchRecord): readonly Seen[] {
  const isOdd = isLive(record) && Object.values(record.conditions).some((spell) => spell);
  const at = isLive(record) ? record.begunAt : record.ending.at;
  return activeCards(record).map(({ key, channel, askedBy, isPrivate = false }) => ({
    watchId: record.id,
    cardKey: key,
    ...{ channel, askedBy, isPrivate, isOdd, at },
  }));
}

/**
 * What one person's Home tab shows of it: what stands in private is shown to who asked and to who is there.
 *
 * @param channels in which the person is; undefined where Slack does not tell
 */
export async function homeTabOf(
  user: UserId,
  channels: ReadonlySet<ChannelId> | undefined,
  overview: Overview,
  dependencies: HomeDependencies,
): Promise<Home> {
  const isMine = ({ askedBy }: Seen) => askedBy === user;
  const isThere = ({ channel }: Seen) => channels?.has(channel) ?? false;
  const { live, ended, unattended, at } = overview;
  const doubtful = [...unattended, ...(channels ? [] : [...live, ...ended])].filter(
    (seen) => !seen.isPrivate && !isMine(seen) && !isThere(seen),
  );
  const open = await dependencies.publicAmong(doubtful.map(({ channel }) => channel));
  const isOpen = ({ channel, isPrivate }: Seen) => !isPrivate && open.has(channel);
  const isVisible = (seen: Seen) => isMine(seen) || isThere(seen) || isOpen(seen);
  const isTheirs = (seen: Seen) => !isMine(seen) && (channels ? isThere(seen) : isOpen(seen));
  const { admins, health } = dependencies;
  const list = (seen: readonly Seen[]) => listOf(seen, dependencies);
  const [{ isReady, problems }, untaken, mine, theirs, endings] = await Promise.all([
    health(),
    list(eachOnce(unattended.filter(isVisible), user)),
    list(live.filter(isMine)),
    list(live.filter(isTheirs)),
    list(
      eachOnce(
        ended.filter((seen) => isMine(seen) || isTheirs(seen)),
        user,
      ),
    ),
  ]);
  const isAdmin = admins === undefined || admins.includes(user);
  return {
    health: { isReady, problems: isAdmin ? problems : undefined },
    unattended: untaken,
    mine,
    channels: theirs,
    endings,
    areChannelsKnown: channels !== undefined,
    at,
  };
}

/** An end is one, in however many channels it was told: that of the person's own card, where there is one. */
function eachOnce(seen: readonly Seen[], user: UserId): readonly Seen[] {
  const byWatch = new Map<WatchId, Seen>();
  for (const each of seen) {
    const known = byWatch.get(each.watchId);
    if (!known || (each.askedBy === user && known.askedBy !== user))
      byWatch.set(each.watchId, each);
  }
  return [...byWatch.values()];
}

/** What has been forgotten meanwhile is left out. */
async function listOf(
  seen: readonly Seen[],
  { watches, deliveries, linkTo }: HomeDependencies,
): Promise<HomeList> {
  const shown = seen.slice(0, LISTED);
  const records = await watches.loadAll(shown.map(({ watchId }) => watchId));
  const byId = new Map(records.map((record) => [record.id, record]));
  const lines = shown.map(async ({ watchId, cardKey }): Promise<readonly HomeLine[]> => {
    const record = byId.get(watchId);
    const card = record && cardOf(record, cardKey);
    if (!record || !card) return [];
    const place = await placeOfCard(deliveries, watchId, card);
    return [{ record, card, link: place && linkTo(place.channel, place.ts) }];
  });
  return { lines: (await Promise.all(lines)).flat(), total: seen.length };
}
