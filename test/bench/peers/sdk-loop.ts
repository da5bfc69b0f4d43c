// What people would write: Microsoft's client for MySQL in a loop with a pause, one for each operation.
import { setTimeout as delay } from 'node:timers/promises';
import { MySQLManagementFlexibleServerClient } from '@azure/arm-mysql-flexible';
import { type PeerOperation, readTask } from './peer-task.ts';
import { createTeller } from './slack-teller.ts';

const ENDED = new Set(['Succeeded', 'Failed', 'Canceled']);

const task = readTask();
const tellerOf = createTeller(task);
const clients = new Map<string, MySQLManagementFlexibleServerClient>();

function clientOf(subscriptionId: string): MySQLManagementFlexibleServerClient {
  const known = clients.get(subscriptionId);
  if (known) return known;
  const { armEndpoint: endpoint, armToken: token } = task;
  const credential = { getToken: async () => ({ token, expiresOnTimestamp: Date.now() + 3.6e6 }) };
  const client = new MySQLManagementFlexibleServerClient(credential, subscriptionId, {
    endpoint,
    allowInsecureConnection: true,
  });
  // It sends tokens over https only: over loopback we add them ourselves.
  client.pipeline.removePolicy({ name: 'bearerTokenAuthenticationPolicy' });
  client.pipeline.addPolicy({
    name: 'token over loopback',
    sendRequest: (request, next) => {
      request.headers.set('authorization', `Bearer ${token}`);
      return next(request);
    },
  });
  clients.set(subscriptionId, client);
  return client;
}

async function watch(operation: PeerOperation): Promise<void> {
  const client = clientOf(operation.subscriptionId);
  const teller = tellerOf(operation);
  for (;;) {
    try {
      const progress = await client.operationProgress.get(
        operation.location,
        operation.operationId,
      );
      if (progress.status === 'Failed') await teller.failed(progress.error?.code ?? 'no code');
      else await teller.progress(progress.percentComplete);
      if (ENDED.has(progress.status)) return;
    } catch (error) {
      console.error(error);
    }
    await delay(task.intervalMs);
  }
}

task.operations.forEach((operation, at) => {
  void delay((at / task.operations.length) * task.intervalMs).then(() => watch(operation));
});
