import {
  type SimulatedAzure,
  startSimulatedAzure,
} from '../../../../src/sandbox/azure/simulated-azure.ts';
import { manifestScopes } from '../../../../src/sandbox/manifest-scopes.ts';
import {
  type SimulatedSlack,
  startSimulatedSlack,
} from '../../../../src/sandbox/slack/simulated-slack.ts';
import type { ProcessName } from '../plan/fleet-acts.ts';
import { PACE } from '../plan/pace.ts';
import { CHANNELS, FALLBACK, ONCALL, ONCALL_GROUP, USERS } from '../plan/places.ts';
import { Fleet } from './fleet.ts';
import { type ReplicatedRedis, startReplicatedRedis } from './replicated-redis.ts';
import { Tally } from './tally.ts';

export interface ChaosWorld {
  readonly azure: SimulatedAzure;
  readonly slack: SimulatedSlack;
  readonly redis: ReplicatedRedis;
  readonly fleet: Fleet;
  readonly tally: Tally;
  /** Ends everything and leaves nothing behind. */
  stop(): Promise<void>;
}

/** Three workers and two bots, and all that they need. */
export async function startChaosWorld(
  onOutput: (name: ProcessName, text: string) => void,
): Promise<ChaosWorld> {
  const parts = new AsyncDisposableStack();
  try {
    const redis = await startReplicatedRedis();
    parts.defer(() => redis.stop());
    const azure = await startSimulatedAzure({ limits: false });
    parts.defer(() => azure.close());
    const slack = await startSimulatedSlack({
      limits: false,
      scopes: manifestScopes(),
      channels: CHANNELS,
      users: USERS,
    });
    parts.defer(() => slack.close());
    const tally = new Tally();
    const settings = {
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
      SLACK_API_URL: slack.apiUrl,
      REDIS_URL: redis.url,
      AZURE_SUBSCRIPTIONS: `prod=${azure.subscriptionId}`,
      AZURE_RESOURCE_MANAGER_URL: azure.url,
      AZURE_LOCATIONS: azure.locations.join(),
      AZURE_ACCESS_TOKEN: azure.token,
      ONCALL_CHANNEL: ONCALL,
      ONCALL_MENTION: ONCALL_GROUP,
      FALLBACK_CHANNEL: FALLBACK,
      ...PACE,
    };
    const fleet = await Fleet.start(settings, tally, onOutput);
    parts.defer(() => fleet.stop());
    return { azure, slack, redis, fleet, tally, stop: () => parts.disposeAsync() };
  } catch (error) {
    await parts.disposeAsync();
    throw error;
  }
}
