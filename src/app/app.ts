import type { Logger } from 'pino';
import { createOperationReader } from '../azure/operation-reader.ts';
import { createPooledFetch } from '../azure/pooled-fetch.ts';
import { readAllowed } from '../azure/read-allowed.ts';
import type { Config } from '../config/config.ts';
import { createOutgoing } from '../outgoing/create-outgoing.ts';
import { Queues } from '../queues/queues.ts';
import { createRedisAccess } from '../redis/access/redis-access.ts';
import { faultOfStore, isUntold } from '../redis/access/redis-fault.ts';
import { HomeStore } from '../redis/home-store.ts';
import { Memory } from '../redis/memory.ts';
import { OutboxStore } from '../redis/outbox-store.ts';
import type { CallListener } from '../slack/api/slack-failure.ts';
import { kindOfFailure } from '../slack/api/slack-failure.ts';
import { SlackWriter } from '../slack/api/slack-writer.ts';
import { createWebClient } from '../slack/api/web-client.ts';
import { checkChannels } from '../slack/channel-check.ts';
import { messageLink } from '../slack/message-link.ts';
import { checkSignIn } from '../slack/sign-in.ts';
import { startMarking } from '../upkeep/mark-timer.ts';
import { startWorkers } from '../upkeep/workers.ts';
import type { ChannelId } from '../watch/names.ts';
import { azureFor } from './azure-access.ts';
import { redisProblem } from './checks.ts';
import { createHomeMarker } from './home-marker.ts';
import { createSecretRemover } from './known-secrets.ts';
import { messageContext, subscriptionNames } from './message-context.ts';
import { metricSources } from './metric-sources.ts';
import { createMetrics } from './metrics.ts';
import { neededChannels } from './needed-channels.ts';
import { noticesOf } from './notices.ts';
import { openToPeople } from './open-to-people.ts';
import { openToPipelines } from './open-to-pipelines.ts';
import { type Check, startOpsServer } from './ops-server.ts';
import { createPagers } from './pagers.ts';
import { readWithoutSecrets } from './read-without-secrets.ts';
import { redisCredentials } from './redis-credentials.ts';
import { createRedisReporter } from './redis-reporter.ts';
import { remindAfterMs, storesOn } from './stores.ts';
import { whatPeopleAsk } from './what-people-ask.ts';

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
  const outgoing = await createOutgoing({
    proxy: config.proxy,
    onFailure: ({ host, message }) =>
      log.warn({ event: 'proxy.failed', host, detail: message }, 'is the proxy set right?'),
  });
  const azure = await azureFor(config.azure, outgoing, log);
  const http = createPooledFetch({ openPool: outgoing.openPool });
  const reader = createOperationReader({ ...azure, http, userAgent: 'mysqlop' });
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
  const homes = new HomeStore(commands);
  const homeMarker = createHomeMarker(() => homes.changed(0));
  const commandStores = storesOn(commands, config, log, homeMarker.happened);
  const commandQueues = new Queues(commands, reportRedis);
  const pagers = createPagers(config, { fetch: outgoing.fetch, removeKnown, now: Date.now });
  const { silentMs } = pagers;
  const sources = metricSources({ ...commandStores, silentMs, connection: commands }, Date.now);
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
  const notices = noticesOf({
    ...commandStores,
    ...{ config, commands, channels, memory, sources, outgoing, pagers, nameOf, log },
  });

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
      pagers: pagers.all,
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

  const { entrance } = config.slack;
  if (entrance.kind !== 'none') {
    const asking = whatPeopleAsk({
      ...common,
      ...commandStores,
      ...{ config, client, outgoing, access, commands, linkTo, checks, notices },
      armEndpoint: azure.armEndpoint,
      queues: commandQueues,
      onEvent: homeMarker.happened,
    });
    const trouble = (error: unknown) => {
      if (error === undefined) return access.fault();
      return faultOfStore(error) && access.explain(error);
    };
    const asked = { asking, trouble, config, client, commands, removeKnown, log };
    const door = openToPeople({
      ...asked,
      ...{ entrance, writer, outgoing, homes, reportRedis },
      teams: signIn.teams,
    });
    checks.push({ name: 'entrance', problem: () => door.problem() });
    await door.start();
    parts.unshift(door);
    const api = await openToPipelines({ ...asked, report: metrics });
    if (api) {
      checks.push({ name: 'api', problem: () => api.problem() });
      parts.unshift(api);
    }
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
