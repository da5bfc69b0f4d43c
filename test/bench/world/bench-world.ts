import { Redis } from 'ioredis';
import {
  type SimulatedAzure,
  startSimulatedAzure,
} from '../../../src/sandbox/azure/simulated-azure.ts';
import { freePort } from '../../../src/sandbox/free-port.ts';
import { manifestScopes } from '../../../src/sandbox/manifest-scopes.ts';
import { startPrivateRedis } from '../../../src/sandbox/redis/private-redis.ts';
import {
  type SimulatedSlack,
  startSimulatedSlack,
} from '../../../src/sandbox/slack/simulated-slack.ts';

export const ONCALL = 'C0ONCALL';
export const MENTION = 'S0DBAS';
export const ALICE = 'U0ALICE';
export const LOCATION = 'East US';

export interface BenchWorldOptions {
  /** ARM lets a principal read 25 times a second in each. */
  readonly subscriptions: number;
  readonly channels: number;
  readonly intervalMs: number;
}

/** The servers, with their limits on, and what a process must be told to work with them. */
export interface BenchWorld {
  readonly azure: SimulatedAzure;
  readonly slack: SimulatedSlack;
  readonly redisUrl: string;
  /** A connection of our own, to look and to set. */
  readonly redis: Redis;
  readonly subscriptions: readonly string[];
  readonly channels: readonly string[];
  readonly intervalMs: number;
  /** For the product; ports are added for each process. */
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

export async function startBenchWorld(options: BenchWorldOptions): Promise<BenchWorld> {
  const subscriptions = Array.from({ length: options.subscriptions }, (_, at) =>
    subscriptionId(at),
  );
  const channels = Array.from({ length: options.channels }, (_, at) => channelId(at));
  const server = await startPrivateRedis({ port: await freePort() });
  const redis = new Redis(server.url);
  const azure = await startSimulatedAzure({
    locations: [LOCATION],
    subscriptions: subscriptions.map((id) => ({ id })),
    logs: false,
  });
  const slack = await startSimulatedSlack({
    scopes: manifestScopes(),
    channels: [ONCALL, ...channels].map((id) => ({
      id,
      name: id.toLowerCase(),
      isMember: true,
    })),
  });
  const interval = `${options.intervalMs}ms`;
  return {
    azure,
    slack,
    redisUrl: server.url,
    redis,
    subscriptions,
    channels,
    intervalMs: options.intervalMs,
    environment: {
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
      SLACK_API_URL: slack.apiUrl,
      REDIS_URL: server.url,
      AZURE_SUBSCRIPTIONS: subscriptions.map((id, at) => `s${at}=${id}`).join(','),
      AZURE_LOCATIONS: LOCATION,
      AZURE_RESOURCE_MANAGER_URL: azure.url,
      AZURE_ACCESS_TOKEN: azure.token,
      // As much as ARM allows: what is measured here is not how we spare others.
      ARM_READS_PER_SECOND: '25',
      ONCALL_CHANNEL: ONCALL,
      ONCALL_MENTION: MENTION,
      // Thousands that one person watches.
      WATCHES_PER_PERSON: '100000',
      WATCHES_PER_CHANNEL: '100000',
      POLL_MIN: interval,
      POLL_MAX: interval,
    },
    async stop() {
      redis.disconnect();
      await Promise.all([azure.close(), slack.close()]);
      await server.stop();
    },
  };
}

function subscriptionId(at: number): string {
  return `5a0d1c2e-3b4f-4a6d-8c7e-${at.toString(16).padStart(12, '0')}`;
}

function channelId(at: number): string {
  return `C0CARDS${String(at).padStart(4, '0')}`;
}
