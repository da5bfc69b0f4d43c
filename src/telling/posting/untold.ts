import type { Queues } from '../../queues/queues.ts';
import type { NotYet } from '../../queues/sleep.ts';
import { NO_DEADLINE } from '../../redis/deadline.ts';
import type { OwedItem } from '../../redis/owed-item.ts';
import type { StoredWatch } from '../../redis/stored-record.ts';
import type { WatchStore } from '../../redis/watch-store.ts';
import type { LaterFailure, RefusedFailure, SlackFailure } from '../../slack/api/slack-failure.ts';
import {
  cannotPostMessage,
  cardDelayedMessage,
  neverSeenMessage,
} from '../../slack/messages/whisper.ts';
import { isPerson } from '../../watch/askers.ts';
import { itemId } from '../../watch/item-names.ts';
import type { DigestItem, OutboxItem, PublicItem, SlackItem } from '../../watch/outbox-item.ts';
import type { WatchPolicy } from '../../watch/policy.ts';
import { routeOf, whatIfUntold } from '../../watch/route.ts';
import { stopCard } from '../../watch/stop-card.ts';
import { cardOf } from '../../watch/watch-card.ts';
import type { WatchRecord } from '../../watch/watch-record.ts';
import type { ComposeDependencies } from './compose-post.ts';
import type { PostLog } from './post-log.ts';
import type { PostOnceDependencies } from './post-once.ts';
import { tellAsker } from './tell-asker.ts';

type Whisper = Extract<OutboxItem, { kind: 'whisper' }>;
type CardItem = Extract<OutboxItem, { kind: 'card' }>;

export interface UntoldDependencies extends ComposeDependencies, PostOnceDependencies {
  readonly watches: WatchStore;
  readonly queues: Queues;
  readonly postLog: PostLog;
  readonly policy: WatchPolicy;
}

/** What becomes of what no place takes, and of what has none: those who asked are told alone. */
export function createUntold(dependencies: UntoldDependencies) {
  const { watches, outboxes, digests, queues, writer, around, postLog, policy, now } = dependencies;
  return { nobodyTakes, tellSplit, whisper };

  async function nobodyTakes(
    owed: OwedItem<PublicItem>,
    refusal: RefusedFailure | undefined,
    stored: StoredWatch | undefined,
  ): Promise<LaterFailure | NotYet | undefined> {
    const error = refusal?.error ?? 'there is no place for it';
    const untold = whatIfUntold(owed.item, refusal?.about, stored?.record);
    switch (untold.kind) {
      case 'keep-trying':
        if (owed.item.kind === 'card' && stored) {
          await tellOfDelay({ ...owed, item: owed.item }, stored.record, error);
        }
        return await keepTrying(owed, error);
      case 'give-card-up':
        return await unlessTold(owed, await giveUpCard({ ...owed, item: untold.item }, error));
      case 'split-digest':
        return await tellSplit({ ...owed, item: untold.item });
      case 'drop':
        return void (await outboxes.settle(owed));
      default:
        return untold satisfies never;
    }
  }

  /** No channel takes it: each of those who asked is told of their own operation. */
  async function tellSplit(owed: OwedItem<DigestItem>): Promise<undefined> {
    const { burst, digest } = owed.item;
    // First of all, so that no alert comes onto it that nobody would tell.
    await digests.split(burst, digest);
    for (const entry of (await digests.load(burst, digest))?.entries ?? []) {
      await queues.addPost(await digests.ungather(burst, digest, entry, 'direct'));
    }
    await outboxes.settle(owed);
    return undefined;
  }

  /** It can be said nowhere: it stays owed, from the beginning of its route. */
  async function keepTrying(owed: OwedItem<SlackItem>, error: string): Promise<LaterFailure> {
    postLog.untold(owed.item, owed.destination, error);
    const { item } = owed;
    const first = item.kind === 'whisper' ? undefined : routeOf(item).places[0];
    if (first) await outboxes.setRoutePlace(owed, first);
    await outboxes.markStuck(owed, error);
    return { kind: 'later', cause: 'passing', error, taken: 'no', afterMs: undefined };
  }

  /** Whoever asked for a card learns once why it does not come; where even that is not taken, the log has it. */
  async function tellOfDelay(
    owed: OwedItem<CardItem>,
    record: WatchRecord,
    error: string,
  ): Promise<void> {
    const card = cardOf(record, owed.item.cardKey);
    if (!card || !isPerson(card.askedBy) || (await outboxes.isStuck(owed))) return;
    const { channel, askedBy: user, responseUrl } = card;
    const message = cardDelayedMessage(record, error);
    const to = { channel, user, ...(responseUrl && { responseUrl }) };
    if ((await writer.whisper(to, message)).kind === 'whispered') return;
    const direct = await writer.openDirect(user);
    if (direct.kind !== 'opened') return;
    await writer.post({ channel: direct.channel }, `${itemId(owed.item)}/delayed`, message);
  }

  /**
   * The bot can't post where somebody asked: the watch in that channel ends, and the asker is told. An
   * operation that has ended meanwhile is told of by its own note.
   */
  async function giveUpCard(
    owed: OwedItem<CardItem>,
    error: string,
  ): Promise<SlackFailure | NotYet | undefined> {
    const { watchId, cardKey } = owed.item;
    // First the deed, then the word: what the asker is told must be true.
    await watches.update(
      watchId,
      (record) => {
        const card = cardOf(record, cardKey);
        const isActive = card && card.state !== 'stopped';
        return isActive
          ? stopCard(record, card.channel, card.askedBy, now(), policy.pagers)
          : undefined;
      },
      { deadline: NO_DEADLINE },
    );
    const record = (await watches.load(watchId))?.record;
    const card = record && cardOf(record, cardKey);
    if (!record || card?.state !== 'stopped') return undefined;
    return await tellAsker(owed, card, cannotPostMessage(record, error), dependencies);
  }

  /** What the asker alone is told: there was nothing to show a card for. */
  async function whisper(
    owed: OwedItem<Whisper>,
    { record }: StoredWatch,
  ): Promise<LaterFailure | NotYet | undefined> {
    const card = cardOf(record, owed.item.cardKey);
    const message = neverSeenMessage(record, around);
    const untold = card && (await tellAsker(owed, card, message, dependencies));
    return await unlessTold(owed, untold);
  }

  /** Takes an item off its outbox, unless its asker could not be told. */
  async function unlessTold(
    owed: OwedItem<SlackItem>,
    untold: SlackFailure | NotYet | undefined,
  ): Promise<LaterFailure | NotYet | undefined> {
    if (untold === undefined) return void (await outboxes.settle(owed));
    return untold.kind === 'refused' ? await keepTrying(owed, untold.error) : untold;
  }
}
