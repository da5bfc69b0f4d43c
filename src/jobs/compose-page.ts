import type { Message, MessageContext } from '../slack/messages/message.ts';
import { type StormLine, stormMessage } from '../slack/messages/storm.ts';
import type { DeliveryStore } from '../store/delivery-store.ts';
import type { StoredLine, StormStore } from '../store/storm-store.ts';
import type { WatchStore } from '../store/watch-store.ts';
import { nameOfMessage, type StandingMessage } from '../watch/standing-message.ts';
import type { WatchRecord } from '../watch/watch-record.ts';
import { cardLink } from './card-link.ts';

export interface ComposePageDependencies {
  readonly watches: WatchStore;
  readonly deliveries: DeliveryStore;
  readonly storms: StormStore;
  readonly around: MessageContext;
}

/** A page of a storm as its operations stand now; undefined where it is no longer kept. */
export async function composePage(
  standing: Extract<StandingMessage, { kind: 'storm' }>,
  dependencies: ComposePageDependencies,
): Promise<Message | undefined> {
  const { storms, watches, around } = dependencies;
  const page = await storms.page(standing.storm, standing.page);
  if (!page) return undefined;
  const records = await watches.loadAll(page.lines.map(({ item }) => item.watchId));
  const recordOf = new Map(records.map((record) => [record.id, record]));
  const lines = page.lines.map(async (line) => {
    const record = recordOf.get(line.item.watchId);
    return lineOf(line, record, record && (await cardLink(record, dependencies)));
  });
  const { mentions, acknowledged } = page;
  return stormMessage(
    {
      name: nameOfMessage(standing),
      kind: standing.storm,
      mentions,
      lines: await Promise.all(lines),
      ...(acknowledged && { acknowledged }),
    },
    around,
  );
}

function lineOf(
  { operationId, item }: StoredLine,
  record: WatchRecord | undefined,
  link: string | undefined,
): StormLine {
  const common = { operationId, at: item.at, record, cardLink: link };
  if (item.kind === 'alert') return common;
  const { condition, spell, since } = item;
  return { ...common, spell: { condition, number: spell, since } };
}
