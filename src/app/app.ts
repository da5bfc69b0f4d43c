import type { Logger } from 'pino';
import { createAsking } from '../asking/asking.ts';
import { createQuestions } from '../asking/questions.ts';
import { unattendedWatches } from '../asking/unattended.ts';
import { portalLink } from '../azure/clouds.ts';
import { createOperationReader } from '../azure/operation-reader.ts';
import { readAllowed } from '../azure/read-allowed.ts';
import type { Config } from '../config/config.ts';
import { createOutgoing } from '../outgoing/outgoing.ts';
import { Queues } from '../queues/queues.ts';
import { createRedisAccess, type OpenConnection } from '../redis/access/redis-access.ts';
import { faultOfStore, isUntold } from '../redis/access/redis-fault.ts';
import { AcknowledgementStore } from '../redis/acknowledgement-store.ts';
import { AsideStore } from '../redis/aside-store.ts';
import type { Connection } from '../redis/connection.ts';
import { DeliveryStore } from '../redis/delivery-store.ts';
import { DigestStore } from '../redis/digest-store.ts';
import { EditQueue } from '../redis/edit-queue.ts';
import { FaultStore } from '../redis/fault-store.ts';
import { HistoryStore } from '../redis/history-store.ts';
import { HomeStore } from '../redis/home-store.ts';
import { Memory } from '../redis/memory.ts';
import { OutboxStore } from '../redis/outbox-store.ts';
import { PostBudget } from '../redis/post-budget.ts';
import { ReadBudget } from '../redis/read-budget.ts';
import { ReminderStore } from '../redis/reminder-store.ts';
import { RequestStore } from '../redis/request-store.ts';
import { WatchStore } from '../redis/watch-store.ts';
import { kindOfFailure } from '../slack/api/slack-failure.ts';
import { type CallListener, SlackWriter } from '../slack/api/slack-writer.ts';
import { createWebClient } from '../slack/api/web-client.ts';
import { checkChannels } from '../slack/channel-check.ts';
import { createEntrance } from '../slack/entrance.ts';
import { createHomeKeeper } from '../slack/home/home-keeper.ts';
import { createMemberships } from '../slack/home/memberships.ts';
import { createGatekeeper } from '../slack/listeners/gatekeeper.ts';
import { messageLink } from '../slack/message-link.ts';
import { DIGEST_ENTRIES } from '../slack/messages/digest.ts';
import type { MessageContext } from '../slack/messages/message.ts';
import { createPublicAmong } from '../slack/public-channels.ts';
import { checkSignIn } from '../slack/sign-in.ts';
import { startMarking } from '../upkeep/mark-timer.ts';
import { startWorkers } from '../upkeep/workers.ts';
import { LEAST_KEPT_MS } from '../watch/end-watch.ts';
import type { ChannelId } from '../watch/names.ts';
import { nextReminderAfterMs } from '../watch/reminders.ts';
import { azureFor } from './azure-access.ts';
import {
  azureProblem,
  evictionProblem,
  memoryProblem,
  outboxProblem,
  redisProblem,
  roundProblem,
  unreadableProblem,
} from './checks.ts';
import { examinationsOf } from './doctor/examinations.ts';
import { createHomeMarker } from './home-marker.ts';
import { createSecretRemover } from './known-secrets.ts';
import { metricSources } from './metric-sources.ts';
import { createMetrics } from './metrics.ts';
import { type Check, healthOf, startOpsServer } from './ops-server.ts';
import { readWithoutSecrets } from './read-without-secrets.ts';
import { redisCredentials } from './redis-credentials.ts';
import { createRedisReporter } from './redis-reporter.ts';
import { runbookLink } from './runbook-link.ts';

export interface RunningApp {
  /** Takes no new work, lets what is under way end or hands it over, closes everything. */
  close(): Promise<void>;
}

/** One part of the program while it runs. */
interface Part {
  close(): Promise<void>;
}

/**
 * Wires everything for a role and starts it. Redis and Slack may be away: the parts that need them
 * start when they are back, and `/readyz` says so meanwhile.
 *
 * @throws where a port can't be had
 */
export async function startApp(config: Config, log: Logger): Promise<RunningApp> {
  const removeKnown = createSecretRemover(config.secrets);
  const outgoing = createOutgoing({
    proxy: config.proxy,
    onFailure: ({ host, message }) =>
      log.warn({ event: 'proxy.failed', host, detail: message }, 'is the proxy set right?'),
  });
  const azure = await azureFor(config.azure, outgoing, log);
  const { openPool } = outgoing;
  const reader = createOperationReader({ ...azure, openPool, userAgent: 'mysqlop' });
  const reporter = createRedisReporter(log, Date.now);
  const healing: (() => void)[] = [];
  const access = createRedisAccess(config.redis, {
    credentials:
      config.redis.auth === 'entra' ? redisCredentials(azure, config.redis.username) : undefined,
    onFault: reporter.report,
    onHealed: () => {
      reporter.healed();
      for (const heal of healing) heal();
    },
  });
  const reportRedis = (error: unknown): boolean => {
    const fault = faultOfStore(error) && access.explain(error);
    // That there is no connection says less than what the attempts to make one say of themselves.
    if (fault && !isUntold(fault)) reporter.report(fault, error);
    return fault !== undefined;
  };
  const commands = access.open('commands');
  const jobs = config.role === 'bot' ? undefined : access.open('jobs');
  const memory = new Memory(jobs ?? commands);
  const eviction = watchEviction(commands, log);
  const homes = new HomeStore(commands);
  const homeMarker = createHomeMarker(() => homes.changed(0));
  const commandStores = storesOn(commands, config, log, homeMarker.happened);
  const commandQueues = new Queues(commands, reportRedis);
  const sources = metricSources({ ...commandStores, connection: commands }, Date.now);
  const metrics = createMetrics(sources);
  const nameOf = subscriptionNames(config);
  const client = createWebClient(config.slack.botToken, config.slack.apiUrl, log, outgoing.fetch);
  const signIn = checkSignIn(client, log, goOn);
  const channels = checkChannels(client, neededChannels(config), log);
  /** What waits for Slack need not wait any more: it may have come back before Redis did. */
  function goOn(): void {
    const waiting = [commandQueues.promotePosts(), commandStores.edits.resume()];
    void Promise.all(waiting).catch(reportRedis);
  }
  healing.push(() => {
    if (signIn.problem() === undefined) goOn();
  });
  const linkTo = (channel: ChannelId, ts: string) =>
    messageLink(signIn.workspaceUrl(), channel, ts);
  const common = {
    read: readWithoutSecrets(
      readAllowed(
        reader.read,
        config.azure.subscriptions.map(({ id }) => id),
      ),
      removeKnown,
    ),
    policy: config.policy,
    now: Date.now,
    chance: Math.random,
    report: metrics,
    log,
  };

  const parts: Part[] = [];
  const checks: Check[] = [
    { name: 'redis', problem: () => redisProblem(access) },
    { name: 'slack', problem: () => signIn.problem() },
  ];
  const notices: Check[] = [
    { name: 'eviction', problem: eviction },
    { name: 'azure', problem: () => azureProblem(commandStores.faults, nameOf) },
    { name: 'channels', problem: () => channels.problem() },
    { name: 'outbox', problem: () => outboxProblem(commandStores.outboxes) },
    { name: 'unreadable', problem: () => unreadableProblem(sources.unreadable) },
    { name: 'memory', problem: () => memoryProblem(memory) },
    { name: 'reads', problem: () => roundProblem(sources.rounds, config.policy.pollMaxMs, nameOf) },
  ];
  if (config.proxy) notices.push({ name: 'proxy', problem: outgoing.problem });

  const marking = startMarking({
    memory,
    onLoss: () => {
      for (const heal of healing) heal();
    },
    reportRedis,
    log,
  });
  healing.push(marking.now);

  const onCall: CallListener = (method, outcome) => {
    signIn.onCall(method, outcome);
    // Only now an alert waits for somebody, and a card can be linked to.
    if (method === 'chat.postMessage' && outcome === 'ok') homeMarker.happened();
    metrics.slackCalled(method, outcome === 'ok' ? 'ok' : kindOfFailure(outcome));
  };
  const writer = new SlackWriter(client, onCall, outgoing.fetch);

  if (jobs) {
    const connection = jobs;
    const queues = new Queues(connection, reportRedis);
    const workers = startWorkers({
      ...common,
      ...storesOn(connection, config, log, homeMarker.happened),
      outboxes: new OutboxStore(connection, memory, remindAfterMs(config)),
      reminderPolicy: config.reminders,
      connection,
      reportRedis,
      queues,
      writer,
      around: { ...messageContext(config, azure.portalUrl, nameOf), messageLink: linkTo },
      oncallChannel: config.oncall.channel,
      escalationChannel: config.oncall.escalationChannel,
      fallbackChannel: config.fallbackChannel,
    });
    healing.push(() => workers.catchUp());
    parts.push({
      async close() {
        await workers.close();
        await queues.close();
        connection.close();
      },
    });
  }

  if (config.slack.entrance.kind !== 'none') {
    const questions = createQuestions(common.read, commandStores.reads);
    const asking = createAsking({
      ...common,
      questions,
      ...commandStores,
      queues: commandQueues,
      linkTo,
      publicAmong: createPublicAmong(client, Date.now),
      examinations: examinationsOf({
        config,
        client,
        fetch: outgoing.fetch,
        readFor: questions.readFor,
        facts: commands.facts,
        checks: () => checks,
        notices,
        now: Date.now,
      }),
      admins: config.admins,
      defaultsOf: async () => ({}),
      trouble: access.explain,
      limits: config.limits,
      historyMs: config.historyMs,
      lastEnded: (most) => commandStores.history.endedSince(0, most),
      unattended: () => unattendedWatches(commandStores.reminders, commandStores.digests),
      health: () => healthOf(checks, notices),
      onEvent: homeMarker.happened,
      reach: { ...config.azure, armEndpoint: azure.armEndpoint },
    });
    const trouble = (error: unknown) => {
      if (error === undefined) return access.fault();
      return faultOfStore(error) && access.explain(error);
    };
    const homeKeeper = createHomeKeeper({
      ...{ asking, client, trouble, reportRedis, log },
      book: homes,
      memberships: createMemberships(client, Date.now),
    });
    parts.unshift({ close: async () => homeKeeper.close() });
    const { botToken, apiUrl } = config.slack;
    const entrance = createEntrance(
      { ...config.slack.entrance, botToken, apiUrl, outgoing },
      {
        asking,
        removeKnown,
        requests: new RequestStore(commands),
        writer,
        gatekeeper: createGatekeeper({
          ...config.allowed,
          teams: () => config.allowed.teams ?? signIn.teams(),
        }),
        homes: homeKeeper,
        trouble,
        log,
      },
    );
    checks.push({ name: 'entrance', problem: () => entrance.problem() });
    await entrance.start();
    parts.unshift(entrance);
  }

  const ops = await startOpsServer(config.ops, {
    checks,
    notices,
    metrics: metrics.text,
    removeKnown,
  });
  log.info({ event: 'app.started', role: config.role, opsPort: ops.port });
  return {
    async close() {
      signIn.close();
      marking.close();
      homeMarker.close();
      channels.close();
      await Promise.allSettled(parts.map((part) => part.close()));
      await Promise.allSettled([commandQueues.close(), reader.close(), ops.close()]);
      commands.close();
      await outgoing.close();
      log.info({ event: 'app.stopped' });
    },
  };
}

/** A little slower than allowed: edits are not equally long under way, and Slack counts as they arrive. */
const EDIT_MARGIN = 1.02;

/** Says once in the log, and then whenever it is asked, where Redis may drop what it is to keep. */
function watchEviction({ facts }: OpenConnection, log: Logger): () => string | undefined {
  let problem: string | undefined = 'not known while Redis does not answer';
  void facts.then((known) => {
    problem = evictionProblem(known);
    if (problem) log.warn({ event: 'redis.eviction' }, problem);
  });
  return () => problem;
}

/** Where on-call is told of a failure, and where instead. */
function neededChannels({ oncall, fallbackChannel }: Config) {
  return [
    { setting: 'ONCALL_CHANNEL', id: oncall.channel },
    ...(oncall.escalationChannel
      ? [{ setting: 'ESCALATION_CHANNEL', id: oncall.escalationChannel }]
      : []),
    ...(fallbackChannel ? [{ setting: 'FALLBACK_CHANNEL', id: fallbackChannel }] : []),
  ];
}

/** When on-call is called for the second time; undefined where it never is. */
function remindAfterMs({ reminders }: Config): number | undefined {
  return nextReminderAfterMs(0, reminders);
}

function storesOn(connection: Connection, config: Config, log: Logger, onEvent: () => void) {
  const { azure, slack, oncall, historyMs } = config;
  const keepMs = Math.max(historyMs, LEAST_KEPT_MS);
  const rules = {
    mostEntries: DIGEST_ENTRIES,
    mentionAgainAfterMs: oncall.mentionAgainAfterMs,
    keepMs,
    remindAfterMs: remindAfterMs(config),
  };
  return {
    watches: new WatchStore(connection, historyMs, onEvent),
    aside: new AsideStore(connection, (value) => {
      log.error({ event: 'unreadable.set_aside', ...value }, 'see /readyz for all');
    }),
    edits: new EditQueue(connection, {
      intervalMs: Math.ceil((EDIT_MARGIN * 60_000) / slack.editsPerMinute),
      chance: Math.random,
    }),
    posts: new PostBudget(connection, { perMinute: slack.postsPerMinute }),
    digests: new DigestStore(connection, rules),
    acknowledgements: new AcknowledgementStore(connection),
    outboxes: new OutboxStore(connection),
    deliveries: new DeliveryStore(connection),
    reads: new ReadBudget(connection, azure.readsPerSecond),
    faults: new FaultStore(connection),
    history: new HistoryStore(connection),
    reminders: new ReminderStore(connection, keepMs),
  };
}

/** Tells a subscription's name by its id. */
function subscriptionNames({ azure }: Config): (id: string) => string {
  const names = new Map(azure.subscriptions.map(({ name, id }) => [id, name]));
  return (id) => names.get(id) ?? id;
}

function messageContext(
  config: Config,
  portalUrl: string,
  subscriptionName: (id: string) => string,
): Omit<MessageContext, 'messageLink'> {
  return {
    subscriptionName,
    portalLink: (serverId) => portalLink({ portalUrl }, serverId),
    runbookLink: (code) => runbookLink(config.oncall.runbookUrl, code),
    oncallMention: config.oncall.mention,
    escalationMention: config.oncall.escalationMention,
    hidesPrivate: !config.oncall.isPrivateTold,
  };
}
