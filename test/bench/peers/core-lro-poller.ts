// Azure's own poller for long-running operations, one for each operation.
import { setTimeout as delay } from 'node:timers/promises';
import { createHttpPoller, type OperationResponse } from '@azure/core-lro';
import * as v from 'valibot';
import { type PeerOperation, readTask } from './peer-task.ts';
import { createTeller } from './slack-teller.ts';

const API_VERSION = '2024-12-30';

const Progress = v.object({
  percentComplete: v.optional(v.number()),
  error: v.optional(v.object({ code: v.string() })),
});
const Body = v.record(v.string(), v.unknown());

const task = readTask();
const tellerOf = createTeller(task);

async function poll(url: string): Promise<OperationResponse<Record<string, unknown>>> {
  const response = await fetch(url, { headers: { authorization: `Bearer ${task.armToken}` } });
  const body = v.parse(Body, await response.json());
  return {
    flatResponse: body,
    rawResponse: {
      statusCode: response.status,
      request: { method: 'GET', url },
      headers: Object.fromEntries(response.headers),
      body,
    },
  };
}

async function watch(operation: PeerOperation): Promise<void> {
  const { subscriptionId, location, operationId } = operation;
  const teller = tellerOf(operation);
  const url =
    `${task.armEndpoint}/subscriptions/${subscriptionId}/providers/Microsoft.DBforMySQL` +
    `/locations/${encodeURIComponent(location)}/operationProgress/${operationId}?api-version=${API_VERSION}`;
  let latest: v.InferOutput<typeof Progress> = {};
  const poller = createHttpPoller(
    {
      // As the answer to the request that started the operation said where to look.
      sendInitialRequest: async () => ({
        flatResponse: {},
        rawResponse: {
          statusCode: 202,
          request: { method: 'POST', url },
          headers: { 'azure-asyncoperation': url },
          body: {},
        },
      }),
      sendPollRequest: async (path) => {
        const answer = await poll(path);
        latest = v.parse(Progress, answer.flatResponse);
        return answer;
      },
    },
    { intervalInMs: task.intervalMs, skipFinalGet: true },
  );
  // The poller waits for nobody who listens.
  poller.onProgress(({ status }) => {
    if (status === 'running') void teller.progress(latest.percentComplete).catch(console.error);
  });
  try {
    await poller.pollUntilDone();
  } catch {
    await teller.failed(latest.error?.code ?? 'no code');
  }
}

task.operations.forEach((operation, at) => {
  void delay((at / task.operations.length) * task.intervalMs).then(() => watch(operation));
});
