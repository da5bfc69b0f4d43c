import {
  type SimulatedAzure,
  type SimulatedAzureOptions,
  startSimulatedAzure,
} from './azure/simulated-azure.ts';
import { freePort } from './free-port.ts';
import { manifestEvents, manifestScopes } from './manifest-scopes.ts';
import { type ProductProcess, type ProductWay, startProduct } from './product/product-process.ts';
import { untilReady } from './product/until-ready.ts';
import type { SandboxRedis } from './redis/private-redis.ts';
import { startRedis } from './redis/start-redis.ts';
import type { SimulatedSlackOptions } from './slack/options.ts';
import { type SimulatedSlack, startSimulatedSlack } from './slack/simulated-slack.ts';

export interface WorldOptions {
  /** How Slack reaches the bot. Default: over a socket. */
  readonly entrance?: 'socket' | 'http';
  /** Whether Azure and Slack hold the bot to their rate limits. Default true. */
  readonly limits?: boolean;
  /** Where a bare operation id is looked for, and what Azure serves. */
  readonly locations: readonly string[];
  readonly oncallChannel: string;
  /** Of Azure. Default: one; the bot knows the first as `prod`, unless the settings say otherwise. */
  readonly subscriptions?: NonNullable<SimulatedAzureOptions['subscriptions']>;
  /** Default: those of the simulated Slack. */
  readonly channels?: NonNullable<SimulatedSlackOptions['channels']>;
  /** Default: those of the simulated Slack. */
  readonly users?: NonNullable<SimulatedSlackOptions['users']>;
  /** What the bot's token may do. Default: all that manifest.yml asks for. */
  readonly scopes?: readonly string[];
  /** How the bot is started. Default: by npm, as a user does. */
  readonly way?: ProductWay;
  /** Settings of the bot beside those that point it at this world. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Whether to wait until the bot takes commands. Default true. */
  readonly isReadyAwaited?: boolean;
  /** Hears of all that the bot prints. */
  readonly onOutput?: (text: string) => void;
}

/** A simulated Azure and Slack, a Redis of its own, and the real bot as a process between them. */
export interface World {
  readonly azure: SimulatedAzure;
  readonly slack: SimulatedSlack;
  readonly redis: SandboxRedis;
  readonly product: ProductProcess;
  readonly opsPort: number;
  /** All that the bot was told. */
  readonly environment: Readonly<Record<string, string>>;
  /** Ends everything and leaves nothing behind. */
  stop(): Promise<void>;
}

/** Starts a world; resolves when the bot takes commands, unless it is told otherwise. */
export async function startWorld(options: WorldOptions): Promise<World> {
  const { limits = true, locations } = options;
  const redis = await startRedis();
  const [azure, slack, opsPort, port] = await Promise.all([
    startSimulatedAzure({
      locations,
      limits,
      ...(options.subscriptions === undefined ? {} : { subscriptions: options.subscriptions }),
    }),
    startSimulatedSlack({
      limits,
      scopes: options.scopes ?? manifestScopes(),
      events: manifestEvents(),
      ...(options.channels === undefined ? {} : { channels: options.channels }),
      ...(options.users === undefined ? {} : { users: options.users }),
    }),
    freePort(),
    freePort(),
  ]).catch(async (error: unknown) => {
    await redis.stop();
    throw error;
  });
  const overHttp = options.entrance === 'http';
  if (overHttp) slack.requestUrl = `http://127.0.0.1:${port}/slack/events`;
  const environment = {
    SLACK_BOT_TOKEN: slack.botToken,
    ...(overHttp
      ? { SLACK_SIGNING_SECRET: slack.signingSecret, PORT: String(port) }
      : { SLACK_APP_TOKEN: slack.appToken }),
    SLACK_API_URL: slack.apiUrl,
    REDIS_URL: redis.url,
    AZURE_SUBSCRIPTIONS: `prod=${azure.subscriptionId}`,
    AZURE_LOCATIONS: locations.join(','),
    AZURE_RESOURCE_MANAGER_URL: azure.url,
    AZURE_ACCESS_TOKEN: azure.token,
    ONCALL_CHANNEL: options.oncallChannel,
    OPS_PORT: String(opsPort),
    ...options.settings,
  };
  const product = startProduct(environment, options.way, options.onOutput);
  const stop = async () => {
    await product.stop();
    await Promise.all([azure.close(), slack.close()]);
    await redis.stop();
  };
  try {
    if (options.isReadyAwaited !== false) await untilReady(product, opsPort);
  } catch (error) {
    await stop();
    throw error;
  }
  return { azure, slack, redis, product, opsPort, environment, stop };
}
