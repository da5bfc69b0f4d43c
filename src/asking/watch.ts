import type { Logger } from 'pino';
import { cleanText } from '../azure/clean-text.ts';
import type { Queues } from '../queues/queues.ts';
import { placeOfCard } from '../redis/card-places.ts';
import type { DefaultsStore } from '../redis/defaults-store.ts';
import type { DeliveryStore } from '../redis/delivery-store.ts';
import type { WatchStore } from '../redis/watch-store.ts';
import type { AskerId } from '../watch/askers.ts';
import type { ChannelId, UserId } from '../watch/names.ts';
import type { OperationReference } from '../watch/operation-reference.ts';
import type { WatchPolicy } from '../watch/policy.ts';
import { tellAtEnd } from '../watch/tell-at-end.ts';
import { stoppedCards } from '../watch/watch-card.ts';
import { isLive, type WatchRecord } from '../watch/watch-record.ts';
import type { Asker } from './asker.ts';
import { begin } from './begin.ts';
import { findOperations, type Reach, type Wish } from './find-operation.ts';
import type { PastUnreadable } from './past-unreadable.ts';
import type { Questions } from './questions.ts';
import { quietly } from './quietly.ts';
import { type Refusal, STILL_OWED } from './refusals.ts';
import { searchOperation } from './search-operation.ts';
import { type Searching, soonOrSearching } from './searching.ts';
import { ofEach, type Several } from './several.ts';
import type { InTime, NoAnswer, Uncertain } from './store-in-time.ts';
import type { WithinLimits } from './watch-limits.ts';

interface WatchAccepted {
  readonly kind: 'begun' | 'joined';
  readonly reference: OperationReference;
  readonly record: WatchRecord;
  /** Nobody has said that it runs there: it is what is usual in that channel. */
  readonly isUsualPlace?: boolean;
}

/** The channel has a card of that watch already. */
export interface CardStands {
  readonly kind: 'stands';
  readonly record: WatchRecord;
  readonly askedBy: AskerId;
  readonly link: string | undefined;
}

export type WatchAnswer = WatchAccepted | CardStands | Refusal | NoAnswer | Uncertain;
type WatchResult = WatchAnswer | Searching<WatchAnswer>;

export interface BeginDependencies {
  readonly watches: WatchStore;
  readonly deliveries: DeliveryStore;
  readonly queues: Queues;
  readonly inTime: InTime;
  readonly withinLimits: WithinLimits;
  /** Undefined while the workspace's address is not known. */
  readonly linkTo: (channel: ChannelId, ts: string) => string | undefined;
  readonly policy: WatchPolicy;
  readonly now: () => number;
  readonly log: Logger;
}

export interface WatchDependencies extends BeginDependencies {
  /** For what is begun only after a search. */
  readonly past: PastUnreadable;
  readonly questions: Questions;
  readonly defaults: Pick<DefaultsStore, 'of'>;
  readonly reach: Reach;
}

export const LONGEST_LABEL = 80;

/** What somebody wishes to see to its end, and how. */
export interface WatchWish extends Wish {
  readonly label?: string;
  /** Whom else to mention in the note of its end. */
  readonly tellAlso?: readonly UserId[];
}

/** Watches operations to their end, with a card each where somebody asks; first they may have to be found. */
export async function watchOperations(
  asker: Asker,
  wish: WatchWish,
  dependencies: WatchDependencies,
): Promise<WatchResult | Several<WatchResult>> {
  const defaults = await dependencies.defaults.of(asker.channel);
  const asked = { isQuiet: defaults?.isQuiet, ...wish, usual: { ...defaults, ...wish.usual } };
  const beginAt = (reference: OperationReference) =>
    beginOrJoin(asker, reference, asked, dependencies);
  return await ofEach(findOperations(asked, dependencies.reach), async (found) => {
    if (found.kind === 'refused') return found;
    if (found.kind === 'reference') {
      const answer = await beginAt(found.reference);
      const isAccepted = answer.kind === 'begun' || answer.kind === 'joined';
      return isAccepted && found.isUsualPlace ? { ...answer, isUsualPlace: true } : answer;
    }
    const { questions, past } = dependencies;
    const refusal = questions.whyNot(asker.user, found.candidates);
    if (refusal) return refusal;
    const answer = past(async () => {
      const result = await searchOperation(found.candidates, questions.readFor(asker.user));
      return result.kind === 'found' ? await beginAt(result.reference) : result;
    });
    return await soonOrSearching(answer, found.candidates);
  });
}

/** What a card says of itself beside its operation. */
interface CardWish extends Pick<WatchWish, 'label' | 'tellAlso'> {
  /** Nothing is told but its end and what goes wrong. */
  readonly isQuiet?: boolean | undefined;
}

/**
 * Begins the watch of an operation, or adds a card to the one that stands; answers with the card that stands. To
 * join is always allowed: it makes no reads.
 */
export async function beginOrJoin(
  asker: Asker,
  reference: OperationReference,
  wish: CardWish,
  dependencies: BeginDependencies,
): Promise<WatchAnswer> {
  const { stored } = await dependencies.watches.newest(reference);
  const start = () => beginOrJoinUnlimited(asker, reference, wish, dependencies);
  if (!stored || !isLive(stored.record)) return await dependencies.withinLimits(asker, start);
  return (await owesTooMuch(stored.record, asker, dependencies)) ? STILL_OWED : await start();
}

/** Cards that were stopped in a channel and are not all told yet: Slack takes about one post a second there. */
const MOST_UNTOLD = 20;

/** Whether somebody stops and asks again faster than that can be told; each such card is kept until it is. */
async function owesTooMuch(
  record: WatchRecord,
  { channel }: Asker,
  { watches }: BeginDependencies,
): Promise<boolean> {
  const stopped = stoppedCards(record, channel);
  if (stopped.length < MOST_UNTOLD) return false;
  const told = await watches.toldCards(record.id, stopped);
  return stopped.length - told.length >= MOST_UNTOLD;
}

async function beginOrJoinUnlimited(
  asker: Asker,
  reference: OperationReference,
  { label, tellAlso = [], isQuiet }: CardWish,
  { watches, deliveries, queues, inTime, linkTo, policy, now, log }: BeginDependencies,
): Promise<WatchAnswer> {
  const request = {
    channel: asker.channel,
    askedBy: asker.user,
    isPrivate: asker.isPrivate,
    // Somebody may paste a signed URL here, too.
    ...(label !== undefined && { label: cleanText(label, LONGEST_LABEL) }),
    ...(asker.responseUrl !== undefined && { responseUrl: asker.responseUrl }),
    ...(isQuiet && { isQuiet }),
    tellAlso,
  };
  const storing = await inTime((deadline) =>
    begin(watches, reference, request, now(), policy, deadline),
  );
  if (storing.kind !== 'stored') return storing;
  const begun = storing.stored;
  if (begun.kind === 'stands') {
    const { record, card } = begun;
    if (tellAlso.length > 0) {
      // It is watched already, for somebody else: who is to be told is told all the same.
      const added = await inTime((deadline) =>
        watches.update(record.id, (now) => tellAtEnd(now, card.key, tellAlso), { deadline }),
      );
      if (added.kind !== 'stored') return added;
    }
    const place = await placeOfCard(deliveries, record.id, card);
    const link = place && linkTo(place.channel, place.ts);
    return { kind: 'stands', record, askedBy: card.askedBy, link };
  }
  const { record } = begun.change;
  log.info({
    event: `watch.${begun.kind}`,
    watch: record.id,
    operation: reference.operationId,
    channel: asker.channel,
    user: asker.user,
  });
  quietly(record.id, log, async () => {
    await queues.addPoll(record.id);
    await queues.kick(begun.change);
  });
  return { kind: begun.kind, reference, record };
}
