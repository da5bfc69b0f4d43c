import { MySQLManagementFlexibleServerClient } from '@azure/arm-mysql-flexible';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { failedOperation } from '../../../src/sandbox/azure/ended-operation.ts';
import { inProgressImport } from '../../../src/sandbox/azure/in-progress-import.ts';
import {
  type SimulatedAzure,
  startSimulatedAzure,
} from '../../../src/sandbox/azure/simulated-azure.ts';
import { STORAGE_ERROR } from '../../../src/sandbox/azure/storage-error.ts';

let azure: SimulatedAzure;
beforeEach(async () => {
  azure = await startSimulatedAzure();
});
afterEach(() => azure.close());

/** Microsoft's own client, which sends tokens over https only: over loopback we add them ourselves. */
function officialClient(token = azure.token): MySQLManagementFlexibleServerClient {
  const credential = { getToken: async () => ({ token, expiresOnTimestamp: Date.now() + 1e6 }) };
  const client = new MySQLManagementFlexibleServerClient(credential, azure.subscriptionId, {
    endpoint: azure.url,
    allowInsecureConnection: true,
    retryOptions: { maxRetries: 0 },
  });
  client.pipeline.removePolicy({ name: 'bearerTokenAuthenticationPolicy' });
  client.pipeline.addPolicy({
    name: 'token over loopback',
    sendRequest: (request, next) => {
      request.headers.set('authorization', `Bearer ${token}`);
      return next(request);
    },
  });
  return client;
}

test('it reads a backup', async () => {
  const { location, operationId } = azure.operation();
  const progress = await officialClient().operationProgress.get(location, operationId);
  expect(progress).toMatchObject({
    name: operationId,
    status: 'InProgress',
    startTime: expect.any(Date),
    resourceId: expect.stringContaining('/flexibleServers/orders-prod'),
    objectType: 'BackupAndExportResponse', // All that this client keeps of the properties.
  });
});

test('it reads an import', async () => {
  const startTime = Date.UTC(2026, 0, 5);
  const body = inProgressImport({ percent: 10, startTime, estimatedEnd: startTime + 60_000 });
  const { location, operationId } = azure.operation({ script: () => ({ kind: 'ok', body }) });
  const progress = await officialClient().operationProgress.get(location, operationId);
  expect(progress).toMatchObject({
    objectType: 'ImportFromStorageResponse',
    startTime: new Date(startTime),
    percentComplete: 10,
  });
});

test('it reads a failed operation with its error', async () => {
  const body = failedOperation({ startTime: 0, endTime: 1, error: STORAGE_ERROR });
  const { location, operationId } = azure.operation({ script: () => ({ kind: 'ok', body }) });
  const progress = await officialClient().operationProgress.get(location, operationId);
  expect(progress).toMatchObject({ status: 'Failed', percentComplete: 0, error: STORAGE_ERROR });
});

test('it understands the refusals', async () => {
  const { location, operationId } = azure.operation();
  await expect(
    officialClient().operationProgress.get(location, 'b1f6c3de-0123-4567-89ab-cdef01234567'),
  ).rejects.toMatchObject({ statusCode: 404, code: 'ResourceNotFound' });
  await expect(
    officialClient('other').operationProgress.get(location, operationId),
  ).rejects.toMatchObject({ statusCode: 401, code: 'InvalidAuthenticationToken' });
});
