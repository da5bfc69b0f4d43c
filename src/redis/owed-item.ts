import * as v from 'valibot';
import type { EditUrgency } from '../watch/edit-urgency.ts';
import type { Destination, StandingMessage } from '../watch/names.ts';
import { isWatchItem, OutboxItem } from '../watch/outbox-item.ts';
import type { Keys, OwnerKey } from './keys.ts';
import { hashOf } from './watch-id.ts';

/** How an item stands in Redis. */
export const StoredItem = v.pipe(v.string(), v.parseJson(), OutboxItem);

/** The first item that a destination is owed, as it stands in Redis. */
export interface OwedItem<Item extends OutboxItem = OutboxItem> {
  readonly destination: Destination;
  readonly raw: string;
  readonly item: Item;
}

/** The first item that a destination owes is none: it has to be set aside, or nothing behind it is told. */
export class UnreadableItem extends Error {
  override readonly name = 'UnreadableItem';
  readonly destination: Destination;
  /** Undefined where its outbox is none. */
  readonly raw: string | undefined;

  constructor(destination: Destination, raw?: string) {
    super(`What ${destination} owes first can’t be read`);
    this.destination = destination;
    this.raw = raw;
  }
}

/** What is edited in place, once it stands; and the card under which an ending was told: is it still there? */
export function messageToLookAt(item: OutboxItem): StandingMessage | undefined {
  if (item.kind === 'note') {
    return { kind: 'card', watchId: item.watchId, cardKey: item.cardKey };
  }
  switch (item.kind) {
    case 'card':
    case 'alert':
    case 'digest':
    case 'reminder':
      return item;
    default:
      return undefined;
  }
}

/** When the owner of an item was begun, to be compared with when memory went back: epochs begin above that. */
export function bornOf(item: OutboxItem): number {
  if (isWatchItem(item)) return hashOf(item.watchId).epoch;
  if (item.kind === 'reminder') return Number(item.reminder);
  return 'digest' in item ? Number(item.digest) : item.since;
}

/** With what urgency the message that an item made is looked at again. */
export function urgencyOfLook({ kind }: OutboxItem): EditUrgency {
  // Where many end at once, most are edited after their notes anyway, with the urgency of an ending.
  if (kind === 'note') return 'progress';
  return kind === 'card' ? 'touched' : 'onCall';
}

/** The hash that keeps what is known of an item's post. */
export function ownerOfItem(keys: Keys, item: OutboxItem): OwnerKey {
  if (isWatchItem(item)) return keys.watch(item.watchId);
  if (item.kind === 'reminder') return keys.reminder(item.reminder);
  return 'digest' in item ? keys.digest(item.burst, item.digest) : keys.fault(item.fault);
}
