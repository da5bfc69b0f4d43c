import { setTimeout as delay } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { type Logger, pino } from 'pino';
import { createPagers } from '../../src/app/pagers.ts';
import { begin } from '../../src/asking/begin.ts';
import type { Pager } from '../../src/pagers/pager.ts';
import { Queues } from '../../src/queues/queues.ts';
import type { OpenConnection } from '../../src/redis/access/redis-access.ts';
import { faultOfStore } from '../../src/redis/access/redis-fault.ts';
import { AcknowledgementStore } from '../../src/redis/acknowledgement-store.ts';
import { AsideStore } from '../../src/redis/aside-store.ts';
import { CareChanges } from '../../src/redis/care-changes.ts';
import { NO_DEADLINE } from '../../src/redis/deadline.ts';
import { DeliveryStore } from '../../src/redis/delivery-store.ts';
import { DigestStore } from '../../src/redis/digest-store.ts';
import { EditQueue } from '../../src/redis/edit-queue.ts';
import { FaultStore } from '../../src/redis/fault-store.ts';
import { HistoryStore } from '../../src/redis/history-store.ts';
import { Memory } from '../../src/redis/memory.ts';
import { OutboxStore } from '../../src/redis/outbox-store.ts';
import { PagerBudget } from '../../src/redis/pager-budget.ts';
import { PostBudget } from '../../src/redis/post-budget.ts';
import { ReadBudget } from '../../src/redis/read-budget.ts';
import { Recoveries } from '../../src/redis/recoveries.ts';
import { ReminderStore } from '../../src/redis/reminder-store.ts';
import { WatchStore } from '../../src/redis/watch-store.ts';
import {
  type SimulatedSlack,
  startSimulatedSlack,
} from '../../src/sandbox/slack/simulated-slack.ts';
import { SlackWriter } from '../../src/slack/api/slack-writer.ts';
import { createWebClient } from '../../src/slack/api/web-client.ts';
import { messageLink } from '../../src/slack/message-link.ts';
import { startMarking } from '../../src/upkeep/mark-timer.ts';
import { startWorkers } from '../../src/upkeep/workers.ts';
import type { ChannelId, PagerName, WatchId } from '../../src/watch/names.ts';
import type { OperationReference } from '../../src/watch/operation-reference.ts';
import type { WatchPolicy } from '../../src/watch/policy.ts';
import type { Reading, ReadOperation } from '../../src/watch/reading.ts';
import type { ReminderPolicy } from '../../src/watch/reminders.ts';
import { isLive } from '../../src/watch/watch-record.ts';
import { channelNamed, userNamed } from '../names.ts';
import { POLICY } from '../redis/test-policy.ts';
import { keys, openConnection } from '../redis/with-redis.ts';

export const DBA = channelNamed('C0DBA');
export const ONCALL = channelNamed('C0ONCALL');
export const FALLBACK = channelNamed('C0FALLBACK');
export const ESCALATION = channelNamed('C0ESCALATION');
export const ALICE = 'U0ALICE';
/** The conversation of the bot with her. */
export const WITH_ALICE = 'D0ALICE';

const REFERENCE: OperationReference = {
  subscriptionId: 's-1',
  location: 'eastus',
  operationId: 'op-1',
};

export interface BenchOptions {
  readonly redisUrl: string;
  /** What Azure answers to the reading with this number, from 0. */
  readonly story: (reads: number, reference: OperationReference) => Reading;
  readonly fallbackChannel?: ChannelId;
  readonly policy?: Partial<WatchPolicy>;
  readonly reminderPolicy?: ReminderPolicy;
  /** Where a pager is called besides. */
  readonly pagerDuty?: { readonly url: string; readonly routingKey: string };
  readonly log?: Logger;
}

/** One watch in a Slack and a Redis of its own, and whatever a worker process needs. */
export type Bench = Awaited<ReturnType<typeof startBench>>;

/** Begins a watch in #dba. */
export async function startBench({ redisUrl, story, fallbackChannel, ...options }: BenchOptions) {
  const log = options.log ?? pino({ level: 'silent' });
  const { pagerDuty } = options;
  const pagers: WatchPolicy['pagers'] = pagerDuty ? ['pagerduty'] : POLICY.pagers;
  const policy = { ...POLICY, pollMinMs: 1, pollMaxMs: 20, pagers, ...options.policy };
  // Nobody is reminded, unless that is what a test is about.
  const reminderPolicy = options.reminderPolicy ?? {
    afterMs: 3_600_000,
    times: 3,
    escalates: false,
  };
  const connections: OpenConnection[] = [];
  const slack = await startSimulatedSlack({
    limits: false,
    channels: [
      { id: DBA, name: 'dba', isMember: true },
      { id: ONCALL, name: 'oncall', isMember: true },
      { id: FALLBACK, name: 'fallback', isMember: true },
      { id: ESCALATION, name: 'escalation', isMember: true },
    ],
  });
  const own = connect();
  const redis = own.client as Redis;
  await redis.flushdb();
  const queues = new Queues(own, () => undefined);
  const watches = new WatchStore(own, 3_600_000);
  const outboxes = new OutboxStore(own);
  const deliveries = new DeliveryStore(own);
  const id = await beginWatch(REFERENCE);

  /** @returns its id */
  async function beginWatch(reference: OperationReference): Promise<WatchId> {
    const request = { channel: DBA, askedBy: userNamed(ALICE) };
    const begun = await begin(watches, reference, request, Date.now(), policy, NO_DEADLINE);
    if (begun.kind === 'stands') throw new Error('It stands already');
    await queues.addPoll(begun.change.record.id);
    return begun.change.record.id;
  }

  function connect(): OpenConnection {
    const connection = openConnection(redisUrl);
    connections.push(connection);
    return connection;
  }

  /** Azure tells its story reading by reading: one that is taken twice is told twice. */
  const read: ReadOperation = async (reference) => {
    const { stored } = await watches.newest(reference);
    const reads = stored && isLive(stored.record) ? stored.record.reads : 0;
    return story(reads, reference);
  };

  /** What one process consists of. */
  function parts(
    connection: OpenConnection,
    { fetch }: { readonly fetch?: typeof globalThis.fetch } = {},
  ) {
    const ownQueues = new Queues(connection, () => undefined);
    const memory = new Memory(connection);
    const digests = new DigestStore(connection, {
      mostEntries: 25,
      mentionAgainAfterMs: 900_000,
      keepMs: 3_600_000,
      remindAfterMs: reminderPolicy.afterMs,
    });
    return {
      connection,
      memory,
      watches: new WatchStore(connection, 3_600_000),
      outboxes: new OutboxStore(connection, memory, reminderPolicy.afterMs),
      reminders: new ReminderStore(connection, 3_600_000),
      reminderPolicy,
      deliveries: new DeliveryStore(connection),
      reads: new ReadBudget(connection, 1000),
      // All goes at once: budgets have tests of their own.
      edits: new EditQueue(connection, { intervalMs: 0, leaseMs: 300 }),
      posts: new PostBudget(connection, {
        perMinute: Number.POSITIVE_INFINITY,
        channelIntervalMs: 0,
      }),
      acknowledgements: new AcknowledgementStore(connection, {
        mentionAgainAfterMs: 900_000,
        remindAfterMs: reminderPolicy.afterMs,
      }),
      digests,
      recoveries: new Recoveries(connection, digests),
      faults: new FaultStore(connection),
      history: new HistoryStore(connection),
      aside: new AsideStore(connection),
      queues: ownQueues,
      writer: new SlackWriter(createWebClient(slack.botToken, slack.apiUrl, log, fetch)),
      around: {
        subscriptionName: (name: string) => name,
        portalLink: () => undefined,
        messageLink: (channel: ChannelId, ts: string) =>
          messageLink('https://simulated.slack.com/', channel, ts),
        oncallMention: '<!here>',
        escalationMention: '<@U0BOSS>',
      },
      read,
      report: {
        read: () => undefined,
        told: () => undefined,
        paged: () => undefined,
        reminded: () => undefined,
      },
      pagers: new Map<PagerName, Pager>(
        createPagers(
          { pagerDuty, webhook: undefined },
          { fetch: fetch ?? globalThis.fetch, removeKnown: (text) => text, now: Date.now },
        ).all,
      ),
      pagerBudget: new PagerBudget(connection),
      careChanges: new CareChanges(connection),
      reportRedis: (error: unknown) => faultOfStore(error) !== undefined,
      oncallChannel: ONCALL,
      escalationChannel: ESCALATION,
      fallbackChannel,
      policy,
      now: Date.now,
      chance: () => 0,
      log,
      abandon: () => void ownQueues.close().catch(() => undefined),
    };
  }

  return {
    id,
    slack: slack as SimulatedSlack,
    own,
    redis,
    watches,
    outboxes,
    deliveries,
    queues,
    connect,
    parts,
    /** Begins the watch of another operation, in #dba as well. */
    beginAnother: (operationId: string) => beginWatch({ ...REFERENCE, operationId }),

    /** Has what sleeps in a queue due at once. */
    async wakeJobs(name: string): Promise<void> {
      const queue = Object.values({ ...queues }).find((each) => each.name === name);
      await queue?.promoteJobs();
    },

    /** The locks of a dead process run out. */
    async endLocks(): Promise<void> {
      const locks = await redis.keys('{mysqlop}:*:lock');
      if (locks.length > 0) await redis.del(...locks);
    },

    async isWatching(): Promise<boolean> {
      return (await watches.liveIds()).length > 0;
    },

    /** A worker process as it is started. It soon takes over what another has left. */
    startProcess() {
      const connection = connect();
      const own = parts(connection);
      const workers = startWorkers({
        ...own,
        recovery: { lockMs: 300, stalledEveryMs: 100, leaseMs: 300, sweepEveryMs: 500 },
      });
      const marking = startMarking({ ...own, onLoss: workers.catchUp });
      return {
        async stop() {
          marking.close();
          await workers.close();
          await own.queues.close();
          connection.close();
        },
      };
    },

    /** Waits until nothing is watched, owed or to be done. */
    async untilAllIsDone(withinMs = 20_000): Promise<void> {
      const deadline = Date.now() + withinMs;
      for (;;) {
        const left = await whatIsLeft();
        if (left.length === 0) return;
        if (Date.now() > deadline) throw new Error(`Left undone: ${left.join(', ')}`);
        await delay(10);
      }
    },

    async stop(): Promise<void> {
      await queues.close();
      for (const connection of connections) connection.close();
      await slack.close();
    },
  };

  async function whatIsLeft(): Promise<readonly string[]> {
    const [live, owing, marked, taken] = await Promise.all([
      watches.liveIds(),
      outboxes.owing(),
      redis.zrange(keys.edits, 0, '-1'),
      redis.zrange(keys.editsLeased, 0, '-1'),
    ]);
    const counts = await Promise.all(
      [queues.watches, queues.posts].map(async (queue) => ({
        name: queue.name,
        jobs: await queue.getJobCountByTypes('wait', 'active', 'delayed', 'prioritized'),
      })),
    );
    return [
      ...live,
      ...owing,
      ...[...marked, ...taken].map((message) => `${message} to be edited`),
      ...counts.flatMap(({ name, jobs }) => (jobs > 0 ? [`${jobs} jobs in ${name}`] : [])),
    ];
  }
}
