import type { Asker, ListAnswer, ListScope } from '../../slack/desk.ts';
import type { DeliveryStore } from '../../store/delivery-store.ts';
import type { WatchStore } from '../../store/watch-store.ts';
import { activeCards, type Card, type WatchRecord } from '../../watch/watch-record.ts';

export interface ListDependencies {
  readonly watches: WatchStore;
  readonly deliveries: DeliveryStore;
  /** Undefined while the workspace's address is not known. */
  readonly linkTo: (channel: string, ts: string) => string | undefined;
}

/** More lines would not fit into one message. */
const LISTED = 25;

/** Live watches here, of the asker, or everywhere; what stands in private stays there. */
export async function listWatches(
  asker: Asker,
  scope: ListScope,
  { watches, deliveries, linkTo }: ListDependencies,
): Promise<ListAnswer> {
  const found: { readonly record: WatchRecord; readonly card: Card }[] = [];
  let total = 0;
  for await (const record of watches.live()) {
    const cards = activeCards(record).filter((card) => isListed(card, asker, scope));
    total += cards.length;
    if (found.length < LISTED) found.push(...cards.map((card) => ({ record, card })));
  }
  const listed = found.slice(0, LISTED).map(async ({ record, card }) => {
    const posted = await deliveries.card(record.id, card.key);
    const { channel } = card;
    return { record, channel, link: posted && linkTo(channel, posted.ts) };
  });
  return { kind: 'list', scope, watches: await Promise.all(listed), total };
}

function isListed(card: Card, asker: Asker, scope: ListScope): boolean {
  const isHere = card.channel === asker.channel;
  const isMine = card.askedBy === asker.user;
  switch (scope) {
    case 'here':
      return isHere;
    case 'mine':
      return isMine;
    case 'all':
      return isHere || isMine || !card.isPrivate;
    default:
      return scope satisfies never;
  }
}
