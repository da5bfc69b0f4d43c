import type { AskerId } from './askers.ts';
import type { Change } from './change.ts';
import { type CardKey, type ChannelId, cardKey, numberOfCard, type UserId } from './names.ts';
import { openCards } from './open-cards.ts';
import type { WatchPolicy } from './policy.ts';
import { othersToTell } from './tell-at-end.ts';
import { activeCards, type Card } from './watch-card.ts';
import { type LiveWatch, verdictOf, type WatchRecord } from './watch-record.ts';

/** Somebody's wish to see an operation in a channel. */
export interface Request {
  readonly channel: ChannelId;
  readonly askedBy: AskerId;
  readonly label?: string;
  readonly isPrivate?: boolean;
  /** Nothing is told in its thread but its end and what goes wrong. */
  readonly isQuiet?: boolean;
  readonly responseUrl?: string;
  /** Whom else to mention in the note of its end. */
  readonly tellAlso?: readonly UserId[];
}

/**
 * A new watch, to be read at once. Its card appears when there is something to show.
 *
 * @param before the operation's last watch, which has ended
 */
export function beginWatch(
  watch: Pick<LiveWatch, 'id' | 'epoch' | 'reference'>,
  request: Request,
  now: number,
  policy: WatchPolicy,
  before?: WatchRecord,
): Change<LiveWatch> {
  const failureTold = before !== undefined && (before.failureTold || endedBadly(before));
  const record = {
    ...newWatch(watch, now, policy),
    failureTold,
    cards: [cardFor(request, [], now)],
  };
  return { record, outbox: [], changedCards: [] };
}

/** One that is shown on no card: for who looks at its record alone. */
export function newWatch(
  watch: Pick<LiveWatch, 'id' | 'epoch' | 'reference'>,
  now: number,
  policy: WatchPolicy,
): LiveWatch {
  return {
    state: 'live',
    ...watch,
    failureTold: false,
    begunAt: now,
    cards: [],
    trail: [],
    curve: [],
    passed: [],
    reads: 0,
    watchedMs: 0,
    unmovedMs: 0,
    conditions: {},
    spells: 0,
    intervalMs: policy.pollMinMs,
    nextReadAt: now,
  };
}

/** Whether its end calls the on-call channel as a failure. */
function endedBadly(record: WatchRecord): boolean {
  return ['failed', 'ended-otherwise'].includes(verdictOf(record));
}

export type Joining =
  | { readonly kind: 'stands'; readonly card: Card }
  | { readonly kind: 'joined'; readonly change: Change<LiveWatch> };

/**
 * Adds a channel to a live watch: a channel has one card, however many people ask. The new card is
 * shown at once where the others are.
 *
 * @param told stopped cards of that channel of which nothing is owed any more: they need not be kept, or
 *   whoever stops and asks again and again would have the record grow without end
 */
export function joinWatch(
  record: LiveWatch,
  request: Request,
  now: number,
  told: readonly CardKey[] = [],
): Joining {
  const standing = activeCards(record).find((card) => card.channel === request.channel);
  if (standing) return { kind: 'stands', card: standing };
  const kept = record.cards.filter(({ key }) => !told.includes(key));
  const joined = { ...record, cards: [...kept, cardFor(request, record.cards, now)] };
  const shown =
    record.latest !== undefined || activeCards(record).some(({ state }) => state !== 'waiting');
  const change = shown ? openCards(joined, now) : { record: joined, outbox: [] };
  return { kind: 'joined', change: { ...change, changedCards: [] } };
}

function cardFor(request: Request, others: readonly Card[], now: number): Card {
  const earlier = others.filter((card) => card.channel === request.channel);
  // Not their count: some may have been dropped, and a key must never come back.
  const last = Math.max(0, ...earlier.map(({ key }) => numberOfCard(key)));
  const { tellAlso = [], ...wished } = request;
  const told = othersToTell(request.askedBy, tellAlso);
  return {
    key: cardKey(request.channel, last + 1),
    askedAt: now,
    state: 'waiting',
    ...wished,
    ...(told.length > 0 && { tellAlso: [...told] }),
  };
}
