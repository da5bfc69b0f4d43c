import * as v from 'valibot';
import { type Destination, destinations, ItemId } from './names.ts';
import type { Note, OutboxItem, PagerItem } from './outbox-item.ts';

/** An item's id: the same for the same event, however often it is worked out. */
export function itemId(item: OutboxItem): ItemId {
  return v.parse(ItemId, nameOfItem(item));
}

function nameOfItem(item: OutboxItem): string {
  switch (item.kind) {
    case 'card':
    case 'chart':
    case 'whisper':
      return `${item.watchId}/${item.cardKey}/${item.kind}`;
    case 'note':
      return `${item.watchId}/${item.cardKey}/${noteId(item.note)}`;
    case 'alert':
    case 'alert-details':
    case 'alert-done':
      return `${item.watchId}/${item.kind}`;
    case 'alert-recovered':
      return `${item.watchId}/${item.kind}/${item.failed}`;
    case 'condition-alert':
    case 'condition-alert-over':
      return `${item.watchId}/${item.kind}-${item.spell}`;
    case 'pager-event':
      return `${item.watchId}/${item.pager}/${nameOfPagerEvent(item)}`;
    case 'fault':
    case 'fault-over':
    case 'memory-loss':
      return `${item.fault}/${item.since}/${item.kind}`;
    case 'digest':
    case 'reminder':
      return destinationOf(item);
    case 'digest-done':
      return `${destinationOf(item)}/done`;
    default:
      return item satisfies never;
  }
}

/** Items of one destination are posted one after another, in order. */
export function destinationOf(item: OutboxItem): Destination {
  switch (item.kind) {
    case 'card':
    case 'note':
    case 'chart':
      return destinations.card(item.watchId, item.cardKey);
    case 'whisper':
      return destinations.asker(item.watchId, item.cardKey);
    case 'alert':
    case 'alert-details':
    case 'alert-done':
    case 'alert-recovered':
    case 'condition-alert':
    case 'condition-alert-over':
      return destinations.alert(item.watchId);
    case 'pager-event':
      return destinations.pager(item.pager, item.watchId);
    case 'fault':
    case 'fault-over':
    case 'memory-loss':
      return destinations.fault(item.fault);
    case 'digest':
    case 'digest-done':
      return destinations.digest(item.burst, item.digest);
    case 'reminder':
      return destinations.reminder(item.reminder);
    default:
      return item satisfies never;
  }
}

function nameOfPagerEvent({ what, at }: PagerItem): string {
  return what.kind === 'condition' ? `${what.kind}-${what.spell}` : `${what.kind}-${at}`;
}

function noteId(note: Note): string {
  switch (note.kind) {
    case 'milestone':
      return `milestone-${note.milestone}`;
    case 'condition':
    case 'condition-over':
      return `${note.kind}-${note.spell}`;
    case 'ended':
    case 'ended-anew':
    case 'stopped':
      return note.kind;
    default:
      return note satisfies never;
  }
}
