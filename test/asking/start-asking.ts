import { pino } from 'pino';
import type { Presser } from '../../src/asking/asker.ts';
import { type Asking, type AskingDependencies, createAsking } from '../../src/asking/asking.ts';
import { audited } from '../../src/asking/audited.ts';
import { begin } from '../../src/asking/begin.ts';
import { createQuestions } from '../../src/asking/questions.ts';
import { unattendedWatches } from '../../src/asking/unattended.ts';
import { Queues } from '../../src/queues/queues.ts';
import type { OpenConnection } from '../../src/redis/access/redis-access.ts';
import { faultOf } from '../../src/redis/access/redis-fault.ts';
import { AcknowledgementStore } from '../../src/redis/acknowledgement-store.ts';
import { AsideStore } from '../../src/redis/aside-store.ts';
import { AuditStore } from '../../src/redis/audit-store.ts';
import { NO_DEADLINE } from '../../src/redis/deadline.ts';
import { DefaultsStore } from '../../src/redis/defaults-store.ts';
import { DeliveryStore } from '../../src/redis/delivery-store.ts';
import { DigestStore } from '../../src/redis/digest-store.ts';
import { cardFields } from '../../src/redis/fields.ts';
import { HistoryStore } from '../../src/redis/history-store.ts';
import { ReadBudget } from '../../src/redis/read-budget.ts';
import { ReminderStore } from '../../src/redis/reminder-store.ts';
import { WatchStore } from '../../src/redis/watch-store.ts';
import type { Request } from '../../src/watch/begin-watch.ts';
import { type ChannelId, cardKey, type WatchId } from '../../src/watch/names.ts';
import type { OperationReference } from '../../src/watch/operation-reference.ts';
import type { Reading, ReadOperation } from '../../src/watch/reading.ts';
import type { WatchRecord } from '../../src/watch/watch-record.ts';
import { channelNamed, userNamed } from '../names.ts';
import { keys, openConnection } from '../redis/with-redis.ts';
import { DAY, failure, POLICY, REFERENCE, START } from '../watch/build-record.ts';
import { afterReading } from '../watch/live.ts';

export const ALICE = {
  channel: channelNamed('C0DBA'),
  user: userNamed('U0ALICE'),
  isPrivate: false,
};
export const BOB = { channel: channelNamed('C0DBA'), user: userNamed('U0BOB'), isPrivate: false };
/** Asks in another channel. */
export const CAROL = {
  channel: channelNamed('C0SHOP'),
  user: userNamed('U0CAROL'),
  isPrivate: false,
};

export const REACH = {
  cloud: 'public' as const,
  armEndpoint: 'https://management.azure.com',
  subscriptions: [{ name: 'prod', id: REFERENCE.subscriptionId }],
  locations: ['westeurope', 'eastus'],
};

/** An operation of its own. */
export function operation(number: number): OperationReference {
  return {
    ...REFERENCE,
    operationId: `aaaaaaaa-bbbb-cccc-dddd-${String(number).padStart(12, '0')}`,
  };
}

/** How people name an operation together with its place. */
export function urlOf({ subscriptionId, location, operationId }: OperationReference): string {
  return (
    `${REACH.armEndpoint}/subscriptions/${subscriptionId}/providers/Microsoft.DBforMySQL` +
    `/locations/${location}/azureAsyncOperation/${operationId}?api-version=1&s=signature`
  );
}

/** Queues whose Redis has gone away. */
export async function queuesWithoutRedis(url: string): Promise<Queues> {
  const connection = openConnection(url, 'commands');
  const queues = new Queues(connection, () => undefined);
  await Promise.all([queues.watches.waitUntilReady(), queues.posts.waitUntilReady()]);
  connection.close();
  return queues;
}

export type TestAsking = ReturnType<typeof askingOn>;

/** What people can ask for, with all that it takes, and hands to look at and prepare what is kept. */
export function askingOn(
  connection: OpenConnection,
  {
    read: readAzure = async () => failure('not-found'),
    ...given
  }: Partial<AskingDependencies> & { readonly read?: ReadOperation } = {},
) {
  const entries: Readonly<Record<string, unknown>>[] = [];
  const log = pino({ level: 'info' }, { write: (line) => entries.push(JSON.parse(line)) });
  const queues = new Queues(connection, () => undefined);
  const watches = new WatchStore(connection, 3_600_000);
  const reads = new ReadBudget(connection, 1000);
  const reminders = new ReminderStore(connection, 3_600_000);
  const digests = new DigestStore(connection, {
    mostEntries: 25,
    mentionAgainAfterMs: 600_000,
    keepMs: 3_600_000,
    remindAfterMs: undefined,
  });
  const dependencies: AskingDependencies = {
    watches,
    deliveries: new DeliveryStore(connection),
    history: new HistoryStore(connection),
    historyMs: 30 * DAY,
    aside: new AsideStore(connection),
    reads,
    questions: createQuestions(readAzure, reads),
    acknowledgements: new AcknowledgementStore(connection),
    queues,
    reach: REACH,
    examinations: { here: [], whole: [] },
    zoneOf: async () => undefined,
    audit: new AuditStore(connection, 30 * DAY),
    admins: undefined,
    defaults: new DefaultsStore(connection),
    publicAmong: async (channels) => new Set(channels),
    lastEnded: async () => [],
    unattended: () => unattendedWatches(reminders, digests),
    health: async () => ({ isReady: true, problems: [] }),
    onEvent: () => undefined,
    linkTo: (channel, ts) => `link:${channel}/${ts}`,
    trouble: faultOf,
    limits: { perPerson: 1000, perChannel: 1000 },
    policy: POLICY,
    report: { acknowledged: () => undefined },
    now: () => START,
    log,
    ...given,
  };
  const asking: Asking = audited(createAsking(dependencies), dependencies);
  return {
    ...dependencies,
    asking,
    begun,
    read,
    record,
    post,
    lose,
    kept,
    logged,
    close: () => queues.close(),
  };

  /** A watch that somebody has begun or joined earlier. */
  async function begun(
    reference: OperationReference,
    { channel, user, ...request }: Presser & Partial<Request>,
  ): Promise<WatchId> {
    const asked = { askedBy: user, channel, ...request };
    const begunNow = await begin(watches, reference, asked, START, POLICY, NO_DEADLINE);
    if (begunNow.kind === 'stands') throw new Error('It stands already');
    return begunNow.change.record.id;
  }

  /** Has a reading taken. */
  async function read(id: WatchId, reading: Reading): Promise<void> {
    await watches.update(id, (before) => afterReading(before, reading, START, POLICY), {
      deadline: NO_DEADLINE,
    });
  }

  /** @throws where it is not kept */
  async function record(id: WatchId): Promise<WatchRecord> {
    const stored = await watches.load(id);
    if (!stored) throw new Error(`${id} is not kept`);
    return stored.record;
  }

  /** A watch's card has been posted in a channel. */
  async function post(id: WatchId, channel: ChannelId, ts: string): Promise<void> {
    await connection.client.hset(keys.watch(id), cardFields(cardKey(channel, 1)).ts, ts);
    await setState(id, channel, 'standing');
  }

  /** Somebody deletes it in Slack. */
  async function lose(id: WatchId, channel: ChannelId): Promise<void> {
    await setState(id, channel, 'lost');
  }

  async function setState(id: WatchId, channel: ChannelId, state: 'standing' | 'lost') {
    const withState = (record: WatchRecord): WatchRecord => ({
      ...record,
      cards: record.cards.map((card) =>
        card.channel === channel && card.state !== 'stopped' ? { ...card, state } : card,
      ),
    });
    await watches.update(
      id,
      (record) => ({ record: withState(record), outbox: [], changedCards: [] }),
      { deadline: NO_DEADLINE },
    );
  }

  /** Names of all keys but those of the queues, and of who has asked for what. */
  async function kept(): Promise<readonly string[]> {
    return (await connection.client.keys('*')).filter(
      (key) => !/^\{mysqlop\}:(?:(?:watches|posts):|audit$)/.test(key),
    );
  }

  /** Log entries of an event, without what every entry has. */
  function logged(event: string): readonly object[] {
    return entries
      .filter((entry) => entry['event'] === event)
      .map(({ level, time, pid, hostname, event: _event, ...fields }) => fields);
  }
}
