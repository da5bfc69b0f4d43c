// The limit: the same HTTP reads and the same validation, and nothing else.
import { setTimeout as delay } from 'node:timers/promises';
import ky from 'ky';
import { operationUrl } from '../../../src/azure/format-operation.ts';
import { OperationProgress } from '../../../src/azure/operation-progress-schema.ts';
import { createPooledFetch } from '../../../src/azure/pooled-fetch.ts';
import { readTask } from './peer-task.ts';

/** As many as the product has in flight. */
const AT_ONCE = 100;

const { armEndpoint, armToken, operations, intervalMs } = readTask();
const { fetch } = createPooledFetch({ maxBodyBytes: 2 ** 20 });
const client = ky.create({
  fetch,
  headers: { accept: 'application/json', authorization: `Bearer ${armToken}` },
  retry: 0,
  timeout: false,
});
let next = 0;

async function loop(): Promise<void> {
  for (;;) {
    const operation = operations[next % operations.length];
    next += 1;
    if (operation) await client.get(operationUrl(armEndpoint, operation)).json(OperationProgress);
    if (intervalMs > 0) await delay((intervalMs * AT_ONCE) / operations.length);
  }
}

await Promise.all(Array.from({ length: AT_ONCE }, loop));
