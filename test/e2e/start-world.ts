import { randomUUID } from 'node:crypto';
import { startSimulatedAzure } from '../../src/sandbox/azure/simulated-azure.ts';
import { freePort } from '../../src/sandbox/free-port.ts';
import { startProduct } from '../../src/sandbox/product/product-process.ts';
import { untilReady } from '../../src/sandbox/product/until-ready.ts';
import { startRedis } from '../../src/sandbox/redis/start-redis.ts';
import { startSimulatedSlack } from '../../src/sandbox/slack/simulated-slack.ts';

export const DBA = 'C0DBA';
export const ONCALL = 'C0ONCALL';
export const ALICE = 'U0ALICE';
export const BOB = 'U0BOB';

export type World = Awaited<ReturnType<typeof startWorld>>;

/**
 * A simulated Azure and Slack, a Redis of its own, and the real bot as a process between them.
 *
 * @param entrance how Slack reaches the bot
 */
export async function startWorld(
  entrance: 'socket' | 'http',
  settings: Readonly<Record<string, string>> = {},
) {
  const [redis, azure, slack, opsPort, port] = await Promise.all([
    startRedis(),
    startSimulatedAzure({ locations: ['East US', 'West Europe'], limits: false }),
    startSimulatedSlack({ limits: false }),
    freePort(),
    freePort(),
  ]);
  const environment = {
    SLACK_BOT_TOKEN: slack.botToken,
    ...(entrance === 'socket'
      ? { SLACK_APP_TOKEN: slack.appToken }
      : { SLACK_SIGNING_SECRET: slack.signingSecret, PORT: String(port) }),
    SLACK_API_URL: slack.apiUrl,
    REDIS_URL: redis.url,
    AZURE_SUBSCRIPTIONS: `prod=${azure.subscriptionId},staging=${randomUUID()}`,
    AZURE_LOCATIONS: 'eastus,West Europe',
    AZURE_RESOURCE_MANAGER_URL: azure.url,
    AZURE_ACCESS_TOKEN: azure.token,
    ONCALL_CHANNEL: ONCALL,
    ONCALL_MENTION: 'S0DBAS',
    OPS_PORT: String(opsPort),
    // Fast enough that no test waits for the next look; too slow to hide a missing one.
    POLL_MIN: '100ms',
    POLL_MAX: '200ms',
    SLACK_EDITS_PER_MINUTE: '6000',
    ...settings,
  };
  if (entrance === 'http') slack.requestUrl = `http://127.0.0.1:${port}/slack/events`;
  const product = startProduct(environment);
  await untilReady(product, opsPort);

  return {
    azure,
    slack,
    redis,
    product,
    opsPort,
    environment,
    /** What the asker alone reads in answer to a command. */
    async ask(text: string, { channel = DBA, user = ALICE } = {}): Promise<string> {
      const { response } = await slack.command({ channel, user, text });
      return String(response?.['text'] ?? '');
    },
    async [Symbol.asyncDispose]() {
      await product.stop();
      await Promise.all([azure.close(), slack.close()]);
      await redis.stop();
    },
  };
}
