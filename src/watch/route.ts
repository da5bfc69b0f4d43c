import * as v from 'valibot';
import type { DigestItem, Note, OutboxItem, PublicItem } from './outbox-item.ts';
import { isLive, type WatchRecord } from './watch-record.ts';

/**
 * A kind of place in which something can be said: a card's thread, its channel, ESCALATION_CHANNEL, the on-call
 * channel, FALLBACK_CHANNEL, the conversation with whoever asked, or the thread of an alert.
 */
export const RoutePlace = v.picklist([
  'thread',
  'channel',
  'escalation',
  'oncall',
  'fallback',
  'direct',
  'alert-thread',
]);
export type RoutePlace = v.InferOutput<typeof RoutePlace>;

export interface Route {
  /** Tried one after another, each only where the one before has refused for good. */
  readonly places: readonly RoutePlace[];
  /** What can be said nowhere stays owed, and is tried again for as long as it takes. */
  readonly mustBeTold: boolean;
}

/** Where an item may be said. */
export function routeOf(item: PublicItem): Route {
  switch (item.kind) {
    case 'card':
      return { places: ['channel'], mustBeTold: false };
    case 'note':
      return routeOfNote(item.note);
    case 'chart':
      return { places: ['thread'], mustBeTold: false };
    case 'alert':
    case 'condition-alert':
      return { places: ['oncall', 'fallback', 'direct'], mustBeTold: true };
    case 'fault':
    case 'memory-loss':
    case 'digest':
      return { places: ['oncall', 'fallback'], mustBeTold: true };
    case 'reminder': {
      const places = ['oncall', 'fallback'] as const;
      return { places: item.escalates ? ['escalation', ...places] : places, mustBeTold: true };
    }
    case 'alert-details':
    case 'alert-done':
    case 'alert-recovered':
    case 'digest-done':
    case 'condition-alert-over':
    case 'fault-over':
      return { places: ['alert-thread'], mustBeTold: false };
    default:
      return item satisfies never;
  }
}

function routeOfNote({ kind }: Note): Route {
  switch (kind) {
    case 'ended':
      return { places: ['thread', 'channel', 'fallback', 'direct'], mustBeTold: true };
    case 'ended-anew':
      return { places: ['channel', 'fallback', 'direct'], mustBeTold: true };
    case 'milestone':
    case 'condition':
    case 'condition-over':
    case 'stopped':
      return { places: ['thread'], mustBeTold: false };
    default:
      return kind satisfies never;
  }
}

/** The place after one that has refused an item, or does not exist; undefined where no other is left. */
export function placeAfter(place: RoutePlace, item: PublicItem): RoutePlace | undefined {
  const { places } = routeOf(item);
  return places[places.indexOf(place) + 1];
}

/**
 * What becomes of an item that no place takes. `give-card-up`: the watch ends in that channel, and whoever
 * asked there is told. `split-digest`: each of its alerts goes on by itself, to those who asked.
 */
export type Untold =
  | { readonly kind: 'keep-trying' | 'drop' }
  | { readonly kind: 'give-card-up'; readonly item: CardItem }
  | { readonly kind: 'split-digest'; readonly item: DigestItem };

type CardItem = Extract<OutboxItem, { kind: 'card' }>;

/**
 * Decides that.
 *
 * @param refused what the last place has refused; undefined where there is no place at all
 * @param record of the watch that it is about
 */
export function whatIfUntold(
  item: PublicItem,
  refused: 'message' | 'channel' | 'conversation' | 'content' | undefined,
  record: WatchRecord | undefined,
): Untold {
  if (item.kind === 'card' && refused) {
    // What is refused today may be taken tomorrow; once it has ended, its ending must not wait for it.
    const mayPass = refused !== 'channel' && record !== undefined && isLive(record);
    return mayPass ? { kind: 'keep-trying' } : { kind: 'give-card-up', item };
  }
  if (!routeOf(item).mustBeTold) return { kind: 'drop' };
  if (item.kind === 'digest' && refused) return { kind: 'split-digest', item };
  return { kind: 'keep-trying' };
}

/**
 * Whether an item is sent where it may have been posted before and nobody can tell: rather twice than
 * never, but for a milestone and for a picture of what the note of the end says as well.
 */
export function isToldInDoubt(item: OutboxItem): boolean {
  return item.kind !== 'chart' && !(item.kind === 'note' && item.note.kind === 'milestone');
}
