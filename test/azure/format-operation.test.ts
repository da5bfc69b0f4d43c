import { expect, test } from 'vitest';
import { operationPath, operationUrl } from '../../src/azure/format-operation.ts';

const reference = {
  subscriptionId: '5a0d1c2e-3b4f-4a6d-8c7e-9f0a1b2c3d4e',
  location: 'East US',
  operationId: 'b1f6c3de-0123-4567-89ab-cdef01234567',
};
const path =
  '/subscriptions/5a0d1c2e-3b4f-4a6d-8c7e-9f0a1b2c3d4e/providers/Microsoft.DBforMySQL/locations/East%20US/operationProgress/b1f6c3de-0123-4567-89ab-cdef01234567';

test('encodes the location again', () => {
  expect(operationPath(reference)).toBe(path);
});

test.each(['https://management.azure.com', 'https://management.azure.com/'])(
  'builds the URL to read under %s',
  (armEndpoint) => {
    expect(operationUrl(armEndpoint, reference)).toBe(
      `https://management.azure.com${path}?api-version=2024-12-30`,
    );
  },
);
