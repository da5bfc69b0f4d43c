import type { Logger } from 'pino';
import type { Queues } from '../queues/queues.ts';
import type { WatchStore } from '../redis/watch-store.ts';
import type { Change } from '../watch/change.ts';
import { cardToWishFor } from '../watch/change-card.ts';
import type { WatchId } from '../watch/names.ts';
import { quietCard } from '../watch/quiet-card.ts';
import { MOST_TOLD } from '../watch/tell-at-end.ts';
import { tellMe } from '../watch/tell-me.ts';
import { isLive, type WatchRecord } from '../watch/watch-record.ts';
import type { Presser } from './asker.ts';
import type { Reach } from './find-operation.ts';
import { ofNamed } from './named-watches.ts';
import { quietly } from './quietly.ts';
import {
  ENDED_ALREADY,
  type Forgotten,
  LOST,
  NOT_WATCHED,
  type Refusal,
  STOPPED_ALREADY,
} from './refusals.ts';
import type { Several } from './several.ts';
import type { InTime, NoAnswer, Uncertain } from './store-in-time.ts';
import type { Choice } from './watches-here.ts';

/** The card itself shows what was wished for. */
export interface CardChanged {
  readonly kind: 'card-changed';
  readonly record: WatchRecord;
  readonly isQuiet: boolean;
}

export type CardWishAnswer = CardChanged | Refusal | NoAnswer | Uncertain;

export interface CardWishDependencies {
  readonly watches: WatchStore;
  readonly queues: Queues;
  readonly inTime: InTime;
  readonly reach: Reach;
  readonly log: Logger;
}

/** Whose notes are to be turned off, or on again. */
export interface QuietWish {
  readonly operation: string;
  readonly isQuiet: boolean;
}

/**
 * Turns the notes of watches in the asker's channel off or on again.
 *
 * @param operation as for a stop
 */
export async function quietOperations(
  asker: Presser,
  { operation, isQuiet }: QuietWish,
  dependencies: CardWishDependencies,
): Promise<CardWishAnswer | Choice | Several<CardWishAnswer>> {
  const verb = isQuiet ? 'quiet' : 'quiet off';
  return await ofNamed(asker, operation, verb, dependencies, (watchId) =>
    quietWatch(asker, watchId, isQuiet, dependencies),
  );
}

/** The same by its card's menu. */
export async function quietCardOf(
  presser: Presser,
  watchId: WatchId,
  isQuiet: boolean,
  dependencies: CardWishDependencies,
): Promise<CardWishAnswer | Forgotten> {
  return forgottenIfUnknown(await quietWatch(presser, watchId, isQuiet, dependencies));
}

async function quietWatch(
  presser: Presser,
  watchId: WatchId,
  isQuiet: boolean,
  dependencies: CardWishDependencies,
): Promise<CardWishAnswer> {
  const decide = (record: WatchRecord) => quietCard(record, presser.channel, isQuiet);
  const verb = isQuiet ? 'quiet' : 'quiet-off';
  return await change(presser, watchId, verb, decide, dependencies);
}

/** Has the presser mentioned in the note of the end, or takes that back. */
export async function tellAtEndOf(
  presser: Presser,
  watchId: WatchId,
  dependencies: CardWishDependencies,
): Promise<CardWishAnswer | Forgotten> {
  const { channel, user } = presser;
  const decide = (record: WatchRecord) => {
    const told = tellMe(record, channel, user);
    return told && 'change' in told ? told.change : undefined;
  };
  const answer = await change(presser, watchId, 'tell-me', decide, dependencies);
  if (answer.kind !== 'card-changed') return forgottenIfUnknown(answer);
  const told = tellMe(answer.record, channel, user);
  if (told?.kind === 'asked-for-it') return TOLD_ANYWAY;
  return told?.kind === 'full' ? TOLD_ENOUGH : answer;
}

async function change(
  { channel, user }: Presser,
  watchId: WatchId,
  wish: string,
  decide: (record: WatchRecord) => Change | undefined,
  { watches, queues, inTime, log }: CardWishDependencies,
): Promise<CardWishAnswer> {
  const storing = await inTime((deadline) =>
    watches.update(watchId, decide, { deadline, isTouched: true }),
  );
  if (storing.kind !== 'stored') return storing;
  const updated = storing.stored;
  if (updated) {
    log.info({ event: 'watch.card_changed', watch: watchId, channel, user, wish });
    quietly(watchId, log, () => queues.kick(updated.change));
  }
  const record = updated?.change.record ?? (await watches.load(watchId))?.record;
  const card = record && cardToWishFor(record, channel);
  if (!record || !card) return whyNot({ channel, user }, record);
  return { kind: 'card-changed', record, isQuiet: card.isQuiet ?? false };
}

function whyNot({ channel }: Presser, record: WatchRecord | undefined): Refusal {
  const here = record?.cards.filter((card) => card.channel === channel) ?? [];
  if (!record || here.length === 0) return NOT_WATCHED;
  return isLive(record) ? STOPPED_ALREADY : ENDED_ALREADY;
}

function forgottenIfUnknown(answer: CardWishAnswer): CardWishAnswer | Forgotten {
  return answer === NOT_WATCHED ? LOST : answer;
}

const TOLD_ANYWAY: Refusal = {
  kind: 'refused',
  explanation: 'You asked for this card, so you are told at the end anyway.',
};

const TOLD_ENOUGH: Refusal = {
  kind: 'refused',
  explanation: `${MOST_TOLD} people are told at the end already, and I mention no more. Its thread tells it to whoever follows it.`,
};
