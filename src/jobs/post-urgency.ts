import type { PostUrgency } from '../store/post-budget.ts';
import type { OutboxItem } from '../watch/outbox-item.ts';

/** What goes first where many posts wait for one channel. */
export function postUrgency(item: OutboxItem): PostUrgency {
  switch (item.kind) {
    case 'alert':
      return 'failure';
    case 'storm':
      return item.storm === 'failures' ? 'failure' : 'alert';
    case 'condition-alert':
    case 'fault':
      return 'alert';
    case 'note':
      return 'note';
    case 'card':
    case 'whisper':
    case 'alert-details':
    case 'condition-alert-over':
    case 'fault-over':
      return 'other';
    default:
      return item satisfies never;
  }
}
