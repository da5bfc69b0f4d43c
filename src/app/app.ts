import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { portalLink } from '../azure/clouds.ts';
import { createOperationReader } from '../azure/operation-reader.ts';
import type { Config } from '../config/config.ts';
import { Queues } from '../jobs/queues.ts';
import { startWorkers } from '../jobs/workers.ts';
import { createMetrics } from '../server/metrics.ts';
import { type Check, startOpsServer } from '../server/ops-server.ts';
import { kindOfFailure } from '../slack/api/slack-failure.ts';
import { SlackWriter } from '../slack/api/slack-writer.ts';
import { createWebClient } from '../slack/api/web-client.ts';
import { createEntrance } from '../slack/entrance.ts';
import { createGatekeeper } from '../slack/listeners/gatekeeper.ts';
import { messageLink } from '../slack/message-link.ts';
import type { MessageContext } from '../slack/messages/message.ts';
import { STORM_LINES } from '../slack/messages/storm.ts';
import { checkSignIn } from '../slack/sign-in.ts';
import { AcknowledgementStore } from '../store/acknowledgement-store.ts';
import { DeliveryStore } from '../store/delivery-store.ts';
import { EditLine } from '../store/edit-line.ts';
import { FaultStore } from '../store/fault-store.ts';
import { OutboxStore } from '../store/outbox-store.ts';
import { PostBudget } from '../store/post-budget.ts';
import { ReadBudget } from '../store/read-budget.ts';
import { redisProblem } from '../store/redis-check.ts';
import { connectForCommands, connectForJobs } from '../store/redis-connection.ts';
import { RequestStore } from '../store/request-store.ts';
import { StormStore } from '../store/storm-store.ts';
import { WatchStore } from '../store/watch-store.ts';
import { azureFor } from './azure-access.ts';
import { createWatchDesk } from './desk/watch-desk.ts';
import { metricSources } from './metric-sources.ts';
import { outboxProblem } from './outbox-problem.ts';
import { reportRedisErrors } from './redis-errors.ts';

export interface RunningApp {
  /** Takes no new work, lets what is under way end or hands it over, closes everything. */
  stop(): Promise<void>;
}

/** One part of the program while it runs. */
interface Part {
  stop(): Promise<void>;
}

/**
 * Wires everything for a role and starts it. Redis and Slack may be away: the parts that need them
 * start when they are back, and `/readyz` says so meanwhile.
 *
 * @throws where a port can't be had
 */
export async function startApp(config: Config, log: Logger): Promise<RunningApp> {
  const azure = await azureFor(config.azure, log);
  const reader = createOperationReader({ ...azure, userAgent: 'mysqlop' });
  const onRedisError = reportRedisErrors(log, Date.now);
  const commands = connectForCommands(config.redisUrl, onRedisError);
  commands.on('ready', () => void sayRedisProblem(commands, log));
  const commandStores = storesOn(commands, config);
  const commandQueues = new Queues(commands, onRedisError);
  const metrics = createMetrics(metricSources(commandStores, Date.now));
  const client = createWebClient(config.slack.botToken, config.slack.apiUrl, log);
  const signIn = checkSignIn(client, log, () => {
    const waiting = [commandQueues.promotePosts(), commandStores.edits.resume()];
    void Promise.all(waiting).catch(onRedisError);
  });
  const linkTo = (channel: string, ts: string) => messageLink(signIn.workspaceUrl(), channel, ts);
  const common = {
    read: reader.read,
    policy: config.policy,
    now: Date.now,
    chance: Math.random,
    report: metrics,
    log,
  };

  const parts: Part[] = [];
  const checks: Check[] = [
    { name: 'redis', problem: () => redisProblem(commands) },
    { name: 'slack', problem: () => signIn.problem() },
  ];
  const notices: Check[] = [
    { name: 'outbox', problem: () => outboxProblem(commandStores.outboxes) },
  ];

  if (config.role !== 'bot') {
    const connection = connectForJobs(config.redisUrl, onRedisError);
    const queues = new Queues(connection, onRedisError);
    const workers = startWorkers({
      ...common,
      ...storesOn(connection, config),
      connection,
      onRedisError,
      queues,
      writer: new SlackWriter(client, (method, outcome) => {
        signIn.onCall(method, outcome);
        metrics.slackCalled(method, outcome === 'ok' ? 'ok' : kindOfFailure(outcome));
      }),
      around: { ...messageContext(config, azure.portalUrl), messageLink: linkTo },
      oncallChannel: config.oncall.channel,
      fallbackChannel: config.fallbackChannel,
    });
    parts.push({
      async stop() {
        await workers.close();
        await queues.close();
        connection.disconnect();
      },
    });
  }

  if (config.slack.entrance.kind !== 'none') {
    const desk = createWatchDesk({
      ...common,
      ...commandStores,
      queues: commandQueues,
      linkTo,
      reach: { ...config.azure, armEndpoint: azure.armEndpoint },
    });
    const { botToken, apiUrl } = config.slack;
    const entrance = createEntrance(
      { ...config.slack.entrance, botToken, apiUrl },
      {
        desk,
        requests: new RequestStore(commands),
        gatekeeper: createGatekeeper(config.allowed),
        log,
      },
    );
    checks.push({ name: 'entrance', problem: () => entrance.problem() });
    await entrance.start();
    parts.unshift(entrance);
  }

  const ops = await startOpsServer(config.ops, { checks, notices, metrics: metrics.text });
  log.info({ event: 'app.started', role: config.role, opsPort: ops.port });
  return {
    async stop() {
      signIn.stop();
      await Promise.allSettled(parts.map((part) => part.stop()));
      await Promise.allSettled([commandQueues.close(), reader.close(), ops.close()]);
      commands.disconnect();
      log.info({ event: 'app.stopped' });
    },
  };
}

/** What is told is remembered for so long at least: it may still have to be edited. */
const HOUR_MS = 3_600_000;

/** A little slower than allowed: edits are not equally long under way, and Slack counts as they arrive. */
const EDIT_MARGIN = 1.02;

/** Redis may come back with other settings than it went. */
async function sayRedisProblem(redis: Redis, log: Logger): Promise<void> {
  const problem = await redisProblem(redis).catch(() => undefined);
  if (problem) log.error({ event: 'redis.unfit' }, problem);
}

function storesOn(connection: Redis, { azure, slack, oncall, historyMs }: Config) {
  const rules = {
    mostLines: STORM_LINES,
    escalateAfterMs: oncall.escalateAfterMs,
    keepMs: Math.max(historyMs, HOUR_MS),
  };
  return {
    watches: new WatchStore(connection, historyMs),
    edits: new EditLine(connection, {
      intervalMs: Math.ceil((EDIT_MARGIN * 60_000) / slack.editsPerMinute),
    }),
    posts: new PostBudget(connection, { perMinute: slack.postsPerMinute }),
    storms: new StormStore(connection, rules),
    acknowledgements: new AcknowledgementStore(connection),
    outboxes: new OutboxStore(connection),
    deliveries: new DeliveryStore(connection),
    reads: new ReadBudget(connection, azure.readsPerSecond),
    faults: new FaultStore(connection),
  };
}

function messageContext(config: Config, portalUrl: string): Omit<MessageContext, 'messageLink'> {
  const names = new Map(config.azure.subscriptions.map(({ name, id }) => [id, name]));
  return {
    subscriptionName: (id) => names.get(id) ?? id,
    portalLink: (serverId) => portalLink({ portalUrl }, serverId),
    oncallMention: config.oncall.mention,
  };
}
