import type { Note, OutboxItem } from './outbox-item.ts';

/** Most urgent first; `failure` and `alert` are for the on-call channel. */
export type PostUrgency = 'failure' | 'alert' | 'ending' | 'other';

/** What goes first where many posts wait for one channel. */
export function postUrgency(item: OutboxItem): PostUrgency {
  switch (item.kind) {
    case 'alert':
    case 'reminder':
    case 'pager-event':
      return 'failure';
    case 'digest':
      return item.burst === 'failures' ? 'failure' : 'alert';
    case 'condition-alert':
    case 'fault':
    case 'memory-loss':
      return 'alert';
    case 'note':
      return isEnding(item.note) ? 'ending' : 'other';
    // Notes on what happened on the way come after the cards that were asked for before.
    case 'card':
    case 'chart':
    case 'whisper':
    case 'alert-details':
    case 'alert-done':
    case 'alert-recovered':
    case 'digest-done':
    case 'condition-alert-over':
    case 'fault-over':
      return 'other';
    default:
      return item satisfies never;
  }
}

function isEnding({ kind }: Note): boolean {
  return kind === 'ended' || kind === 'ended-anew';
}
