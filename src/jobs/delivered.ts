import { alertDelivery, cardDelivery } from '../store/delivery-store.ts';
import type { OutboxItem } from '../watch/outbox-item.ts';

/**
 * What is written down of an item that stands in Slack.
 *
 * @param shown how it looks; undefined where that is not known
 */
export function delivered(
  item: Exclude<OutboxItem, { kind: 'whisper' }>,
  at: { readonly channel: string; readonly ts: string },
  shown: string | undefined,
): Readonly<Record<string, string>> {
  switch (item.kind) {
    case 'card':
      return cardDelivery(item.cardKey, { ts: at.ts, shown });
    case 'alert':
    case 'storm':
      return alertDelivery(at, { shown });
    case 'condition-alert':
      return alertDelivery(at, { name: item.spell });
    case 'fault':
      return alertDelivery(at, { name: item.since });
    case 'note':
    case 'alert-details':
    case 'condition-alert-over':
    case 'fault-over':
      return {};
    default:
      return item satisfies never;
  }
}
