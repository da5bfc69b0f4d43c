import type { SlackFailure } from '../slack/api/slack-failure.ts';
import { cannotPostMessage, neverSeenMessage } from '../slack/messages/whisper.ts';
import type { OwedItem } from '../store/outbox-store.ts';
import type { StoredWatch, WatchStore } from '../store/watch-store.ts';
import type { OutboxItem, StormItem, WatchItem } from '../watch/outbox-item.ts';
import { stopCard } from '../watch/stop-card.ts';
import { isLive } from '../watch/watch-record.ts';
import { cardOf } from './card-link.ts';
import type { ComposeDependencies } from './compose-post.ts';
import type { PostLog } from './post-log.ts';
import type { PostOnceDependencies } from './post-once.ts';
import type { Queues } from './queues.ts';
import { routeOf } from './route.ts';
import { tellAsker } from './tell-asker.ts';
import type { NotYet } from './try-later.ts';

type Later = Extract<SlackFailure, { kind: 'later' }>;
type Refused = Extract<SlackFailure, { kind: 'refused' }>;
type Whisper = Extract<OutboxItem, { kind: 'whisper' }>;
type PublicItem = Exclude<OutboxItem, { kind: 'whisper' }>;

export interface UntoldDependencies extends ComposeDependencies, PostOnceDependencies {
  readonly watches: WatchStore;
  readonly queues: Queues;
  readonly postLog: PostLog;
}

/** What becomes of what no place takes, and of what has none: those who asked are told alone. */
export function createUntold(dependencies: UntoldDependencies) {
  const { watches, outboxes, storms, queues, around, postLog, now } = dependencies;
  return { nobodyTakes, tellApart, whisper };

  async function nobodyTakes(
    owed: OwedItem<PublicItem>,
    refusal: Refused | undefined,
    stored: StoredWatch | undefined,
  ): Promise<Later | NotYet | undefined> {
    const { item } = owed;
    const isForChannel = refusal?.about === 'channel';
    if (item.kind === 'card' && refusal && !isForChannel && stored && isLive(stored.record)) {
      // What is refused today may be taken tomorrow; once it has ended, its ending must not wait for it.
      return await keepTrying(owed, refusal.error);
    }
    if (item.kind === 'card' && stored && refusal) {
      return await unlessTold(owed, await giveUpCard({ ...owed, item }, stored, refusal));
    }
    if (!routeOf(item).mustBeTold) return void (await outboxes.settle(owed));
    if (item.kind === 'storm' && refusal) return await tellApart({ ...owed, item });
    return await keepTrying(owed, refusal?.error ?? 'there is no place for it');
  }

  /** No channel takes it: each of those who asked is told of their own operation. */
  async function tellApart(owed: OwedItem<StormItem>): Promise<undefined> {
    const { storm, page } = owed.item;
    // First of all, so that no alert comes onto it that nobody would tell.
    await storms.takeApart(storm, page);
    const direct = routeOf({ kind: 'alert', watchId: '', at: 0 }).stops.indexOf('direct');
    for (const line of (await storms.page(storm, page))?.lines ?? []) {
      await queues.addPost(await storms.ungather(storm, page, line, direct));
    }
    await outboxes.settle(owed);
    return undefined;
  }

  /** It can be said nowhere: it stays owed, from the beginning of its route. */
  async function keepTrying(owed: OwedItem, error: string): Promise<Later> {
    postLog.untold(owed.item, owed.destination, error);
    await outboxes.setRouteIndex(owed, 0);
    await outboxes.markStuck(owed, error);
    return { kind: 'later', cause: 'passing', error, taken: 'no', afterMs: undefined };
  }

  /**
   * The bot can't post where somebody asked: the watch in that channel ends, and the asker is told. An
   * operation that has ended meanwhile is told of by its own note.
   */
  async function giveUpCard(
    owed: OwedItem<Extract<WatchItem, { kind: 'card' }>>,
    { record }: StoredWatch,
    refusal: Refused,
  ): Promise<SlackFailure | NotYet | undefined> {
    const card = cardOf(record, owed.item.cardKey);
    if (!card) return undefined;
    // First the deed, then the word: what the asker is told must be true.
    await watches.update(record.id, (newest) =>
      cardOf(newest, card.key)?.stopped
        ? undefined
        : stopCard(newest, card.channel, card.askedBy, now()),
    );
    const newest = await watches.load(record.id);
    if (!newest || !cardOf(newest.record, card.key)?.stopped) return undefined;
    const message = cannotPostMessage(record, refusal.error);
    return await tellAsker(owed, card, message, dependencies);
  }

  /** What the asker alone is told: there was nothing to show a card for. */
  async function whisper(
    owed: OwedItem<Whisper>,
    { record }: StoredWatch,
  ): Promise<Later | NotYet | undefined> {
    const card = cardOf(record, owed.item.cardKey);
    const message = neverSeenMessage(record, around);
    const untold = card && (await tellAsker(owed, card, message, dependencies));
    return await unlessTold(owed, untold);
  }

  /** Takes an item off its outbox, unless its asker could not be told. */
  async function unlessTold(
    owed: OwedItem,
    untold: SlackFailure | NotYet | undefined,
  ): Promise<Later | NotYet | undefined> {
    if (untold === undefined) return void (await outboxes.settle(owed));
    return untold.kind === 'refused' ? await keepTrying(owed, untold.error) : untold;
  }
}
