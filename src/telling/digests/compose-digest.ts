import type { DeliveryStore } from '../../redis/delivery-store.ts';
import type { DigestStore } from '../../redis/digest-store.ts';
import type { KeptEntry } from '../../redis/kept-digest.ts';
import type { WatchStore } from '../../redis/watch-store.ts';
import { type DigestEntry, digestMessage } from '../../slack/messages/digest.ts';
import type { Message, MessageContext } from '../../slack/messages/message.ts';
import { itemId } from '../../watch/item-names.ts';
import { nameOfMessage, type StandingMessage } from '../../watch/names.ts';
import type { WatchRecord } from '../../watch/watch-record.ts';
import { cardLink } from '../card-link.ts';
import { forOncall } from '../for-oncall.ts';

export interface ComposeDigestDependencies {
  readonly watches: WatchStore;
  readonly deliveries: DeliveryStore;
  readonly digests: DigestStore;
  readonly around: MessageContext;
}

/** A digest of a burst as its operations stand now; undefined where it is no longer kept. */
export async function composeDigest(
  standing: Extract<StandingMessage, { kind: 'digest' }>,
  dependencies: ComposeDigestDependencies,
): Promise<Message | undefined> {
  const { digests, watches, around } = dependencies;
  const digest = await digests.load(standing.burst, standing.digest);
  if (!digest) return undefined;
  const records = await watches.loadAll(digest.entries.map(({ item }) => item.watchId));
  const recordOf = new Map(records.map((record) => [record.id, forOncall(record, around)]));
  const entries = digest.entries.map(async (entry) => {
    const record = recordOf.get(entry.item.watchId);
    return entryOf(entry, record, record && (await cardLink(record, dependencies)));
  });
  const { mentions, acknowledged, reopened, recovered } = digest;
  const name = nameOfMessage(standing);
  const message = digestMessage(
    {
      name,
      kind: standing.burst,
      mentions,
      entries: await Promise.all(entries),
      unreadable: digest.size - digest.entries.length,
      acknowledged,
      reopened,
      recovered,
    },
    around,
  );
  return { ...message, tells: { id: name, items: digest.entries.map(({ item }) => itemId(item)) } };
}

function entryOf(
  { operationId, item }: KeptEntry,
  record: WatchRecord | undefined,
  link: string | undefined,
): DigestEntry {
  const common = { operationId, at: item.at, record, cardLink: link };
  if (item.kind === 'alert') return common;
  const { condition, spell, since } = item;
  return { ...common, spell: { condition, number: spell, since } };
}
