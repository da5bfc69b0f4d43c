import type { Change } from './change.ts';
import { openCards } from './open-cards.ts';
import type { WatchPolicy } from './policy.ts';
import { activeCards, type Card, type WatchRecord } from './watch-record.ts';

/** Somebody's wish to see an operation in a channel. */
export interface Request {
  readonly channel: string;
  readonly askedBy: string;
  readonly label?: string;
  readonly isPrivate?: boolean;
  readonly responseUrl?: string;
}

/** A new watch, to be read at once. Its card appears when there is something to show. */
export function beginWatch(
  watch: Pick<WatchRecord, 'id' | 'epoch' | 'reference' | 'failureTold'>,
  request: Request,
  now: number,
  policy: WatchPolicy,
): Change {
  const record: WatchRecord = {
    ...watch,
    begunAt: now,
    cards: [cardFor(request, [], now)],
    trail: [],
    passed: [],
    reads: 0,
    watchedMs: 0,
    unmovedMs: 0,
    conditions: {},
    spells: 0,
    intervalMs: policy.pollMinMs,
    nextReadAt: now,
    outcome: { verdict: 'running' },
  };
  return { record, outbox: [], changedCards: [] };
}

export type Joining =
  | { readonly kind: 'stands'; readonly card: Card }
  | { readonly kind: 'joined'; readonly change: Change };

/**
 * Adds a channel to a live watch: a channel has one card, however many people ask. The new card is
 * shown at once where the others are.
 */
export function joinWatch(record: WatchRecord, request: Request, now: number): Joining {
  const standing = activeCards(record).find((card) => card.channel === request.channel);
  if (standing) return { kind: 'stands', card: standing };
  const joined = { ...record, cards: [...record.cards, cardFor(request, record.cards, now)] };
  const shown = record.latest !== undefined || record.cards.some((card) => card.opened);
  const change = shown ? openCards(joined, now) : { record: joined, outbox: [] };
  return { kind: 'joined', change: { ...change, changedCards: [] } };
}

function cardFor(request: Request, others: readonly Card[], now: number): Card {
  const earlier = others.filter((card) => card.channel === request.channel).length;
  return {
    key: `${request.channel}-${earlier + 1}`,
    askedAt: now,
    opened: false,
    ...request,
  };
}
