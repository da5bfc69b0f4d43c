import { DEFAULT_SUBSCRIPTION_ID } from './simulated-subscription.ts';

/** The ARM id of the server that the demo's operations work on. */
export function serverId(subscriptionId: string, serverName = 'orders-prod'): string {
  return `/subscriptions/${subscriptionId}/resourceGroups/rg-shop/providers/Microsoft.DBforMySQL/flexibleServers/${serverName}`;
}

/** The server of operations that name none. */
export const DEFAULT_SERVER_ID = serverId(DEFAULT_SUBSCRIPTION_ID);
