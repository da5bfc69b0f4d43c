import { alertDelivery, cardDelivery, endingDelivery } from '../../redis/delivery-store.ts';
import type { ChannelId } from '../../watch/names.ts';
import type { PublicItem } from '../../watch/outbox-item.ts';

/**
 * What is written down of an item that stands in Slack.
 *
 * @param shown how it looks; undefined where that is not known
 */
export function delivered(
  item: PublicItem,
  at: { readonly channel: ChannelId; readonly ts: string; readonly isInThread: boolean },
  shown: string | undefined,
): Readonly<Record<string, string>> {
  switch (item.kind) {
    case 'card':
      return cardDelivery(item.cardKey, { ts: at.ts, shown });
    case 'alert':
    case 'digest':
    case 'reminder':
      return alertDelivery(at, { shown });
    case 'condition-alert':
      return alertDelivery(at, { name: item.spell });
    case 'fault':
      return alertDelivery(at, { name: item.since });
    case 'note':
      if (item.note.kind !== 'ended') return {};
      return endingDelivery(item.cardKey, at.isInThread ? 'thread' : 'elsewhere');
    case 'chart':
    case 'alert-details':
    case 'alert-done':
    case 'alert-recovered':
    case 'digest-done':
    case 'condition-alert-over':
    case 'fault-over':
    case 'memory-loss':
      return {};
    default:
      return item satisfies never;
  }
}
