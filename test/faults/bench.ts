import { setTimeout as delay } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { type Logger, pino } from 'pino';
import type { ReadOperation } from '../../src/jobs/poll.ts';
import { Queues } from '../../src/jobs/queues.ts';
import { startWorkers } from '../../src/jobs/workers.ts';
import {
  type SimulatedSlack,
  startSimulatedSlack,
} from '../../src/sandbox/slack/simulated-slack.ts';
import { SlackWriter } from '../../src/slack/api/slack-writer.ts';
import { createWebClient } from '../../src/slack/api/web-client.ts';
import { messageLink } from '../../src/slack/message-link.ts';
import { AcknowledgementStore } from '../../src/store/acknowledgement-store.ts';
import { begin } from '../../src/store/begin.ts';
import { DeliveryStore } from '../../src/store/delivery-store.ts';
import { EditLine } from '../../src/store/edit-line.ts';
import { FaultStore } from '../../src/store/fault-store.ts';
import { keys } from '../../src/store/keys.ts';
import { OutboxStore } from '../../src/store/outbox-store.ts';
import { PostBudget } from '../../src/store/post-budget.ts';
import { ReadBudget } from '../../src/store/read-budget.ts';
import { connectForJobs } from '../../src/store/redis-connection.ts';
import { StormStore } from '../../src/store/storm-store.ts';
import { WatchStore } from '../../src/store/watch-store.ts';
import type { OperationReference } from '../../src/watch/operation-reference.ts';
import type { WatchPolicy } from '../../src/watch/policy.ts';
import type { Reading } from '../../src/watch/reading.ts';
import { POLICY } from '../store/test-policy.ts';

export const DBA = 'C0DBA';
export const ONCALL = 'C0ONCALL';
export const FALLBACK = 'C0FALLBACK';
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
  readonly fallbackChannel?: string;
  readonly policy?: Partial<WatchPolicy>;
  readonly log?: Logger;
}

/** One watch in a Slack and a Redis of its own, and whatever a worker process needs. */
export type Bench = Awaited<ReturnType<typeof startBench>>;

/** Begins a watch in #dba. */
export async function startBench({ redisUrl, story, fallbackChannel, ...options }: BenchOptions) {
  const log = options.log ?? pino({ level: 'silent' });
  const policy = { ...POLICY, pollMinMs: 1, pollMaxMs: 20, ...options.policy };
  const connections: Redis[] = [];
  const slack = await startSimulatedSlack({
    limits: false,
    channels: [
      { id: DBA, name: 'dba', isMember: true },
      { id: ONCALL, name: 'oncall', isMember: true },
      { id: FALLBACK, name: 'fallback', isMember: true },
    ],
  });
  const redis = connect();
  await redis.flushdb();
  const queues = new Queues(redis, () => undefined);
  const watches = new WatchStore(redis, 3_600_000);
  const outboxes = new OutboxStore(redis);
  const deliveries = new DeliveryStore(redis);
  const id = await beginWatch(REFERENCE);

  /** @returns its id */
  async function beginWatch(reference: OperationReference): Promise<string> {
    const request = { channel: DBA, askedBy: ALICE };
    const begun = await begin(watches, reference, request, Date.now(), policy);
    if (begun.kind === 'stands') throw new Error('It stands already');
    await queues.addPoll(begun.change.record.id);
    return begun.change.record.id;
  }

  function connect(): Redis {
    const connection = connectForJobs(redisUrl, () => undefined);
    connections.push(connection);
    return connection;
  }

  /** Azure tells its story reading by reading: one that is taken twice is told twice. */
  const read: ReadOperation = async (reference) => {
    const { stored } = await watches.newest(reference);
    return story(stored?.record.reads ?? 0, reference);
  };

  /** What one process consists of. */
  function parts(connection: Redis, { fetch }: { readonly fetch?: typeof globalThis.fetch } = {}) {
    const ownQueues = new Queues(connection, () => undefined);
    return {
      connection,
      watches: new WatchStore(connection, 3_600_000),
      outboxes: new OutboxStore(connection),
      deliveries: new DeliveryStore(connection),
      reads: new ReadBudget(connection, 1000),
      // All goes at once: budgets have tests of their own.
      edits: new EditLine(connection, { intervalMs: 0, leaseMs: 300 }),
      posts: new PostBudget(connection, {
        perMinute: Number.POSITIVE_INFINITY,
        channelIntervalMs: 0,
      }),
      acknowledgements: new AcknowledgementStore(connection),
      storms: new StormStore(connection, {
        mostLines: 25,
        escalateAfterMs: 900_000,
        keepMs: 3_600_000,
      }),
      faults: new FaultStore(connection),
      queues: ownQueues,
      writer: new SlackWriter(createWebClient(slack.botToken, slack.apiUrl, log, fetch)),
      around: {
        subscriptionName: (name: string) => name,
        portalLink: () => undefined,
        messageLink: (channel: string, ts: string) =>
          messageLink('https://simulated.slack.com/', channel, ts),
        oncallMention: '<!here>',
      },
      read,
      report: { read: () => undefined, told: () => undefined },
      oncallChannel: ONCALL,
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
        onRedisError: () => undefined,
        takeOver: { lockMs: 300, stalledEveryMs: 100, leaseMs: 300, sweepEveryMs: 500 },
      });
      return {
        async stop() {
          await workers.close();
          await own.queues.close();
          connection.disconnect();
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
      for (const connection of connections) connection.disconnect();
      await slack.close();
    },
  };

  async function whatIsLeft(): Promise<readonly string[]> {
    const [live, owing, marked, taken] = await Promise.all([
      watches.liveIds(),
      outboxes.owing(),
      redis.zrange(keys.edits, 0, '-1'),
      redis.zrange(keys.editsTaken, 0, '-1'),
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
