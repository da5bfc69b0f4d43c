import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ReadFault } from '../../../src/sandbox/azure/read-fault.ts';
import {
  type SimulatedAzure,
  startSimulatedAzure,
} from '../../../src/sandbox/azure/simulated-azure.ts';
import { RETRY_AFTER_FORMS, throttled } from '../../../src/sandbox/azure/throttled.ts';

let azure: SimulatedAzure;
beforeEach(async () => {
  azure = await startSimulatedAzure();
});
afterEach(() => azure.close());

const read = (url: string) => fetch(url, { headers: { authorization: `Bearer ${azure.token}` } });

test('a fault strikes the reads that it is decided for, until it is withdrawn', async () => {
  const [struck, spared] = [azure.operation(), azure.operation()];
  const withdraw = azure.failBy(({ operationId }) =>
    operationId === struck.operationId ? { kind: 'status', status: 502 } : undefined,
  );
  expect((await read(struck.progressUrl)).status).toBe(502);
  expect((await read(spared.progressUrl)).status).toBe(200);
  withdraw();
  expect((await read(struck.progressUrl)).status).toBe(200);
  expect(azure.requests.map(({ fault, status }) => ({ fault, status }))).toEqual([
    { fault: 'status', status: 502 },
    { fault: undefined, status: 200 },
    { fault: undefined, status: 200 },
  ]);
  // An answer in the operation's place is no read of it.
  expect(struck.reads).toBe(1);
});

test.each<[string, ReadFault, string]>([
  ['a page', { kind: 'raw', status: 200, contentType: 'text/html', text: '<p>' }, '<p>'],
  ['JSON without a status', { kind: 'ok', body: {} }, '{}'],
])('a fault may answer with %s', async (_what, fault, body) => {
  const { progressUrl } = azure.operation();
  azure.failBy(() => fault);
  expect(await (await read(progressUrl)).text()).toBe(body);
});

test('a late answer is what the operation said when it was asked', async () => {
  const operation = azure.operation({ script: () => ({ kind: 'ok', body: { status: 'Early' } }) });
  azure.failBy(() => ({ kind: 'late', afterMs: 50 }));
  const answer = read(operation.progressUrl);
  await operation.until(1);
  expect(azure.requests[0]?.endedAt).toBeUndefined();
  operation.set({ kind: 'ok', body: { status: 'Later' } });
  expect(await (await answer).json()).toMatchObject({ status: 'Early' });
  expect(azure.requests[0]?.endedAt).toBeTypeOf('number');
});

test('a late answer to somebody who has gone harms nobody', async () => {
  const { progressUrl } = azure.operation();
  azure.failBy(() => ({ kind: 'late', afterMs: 20 }));
  const answer = fetch(progressUrl, {
    headers: { authorization: `Bearer ${azure.token}` },
    signal: AbortSignal.timeout(5),
  });
  await expect(answer).rejects.toThrow();
  expect((await read(progressUrl)).status).toBe(200);
});

test('a refusal says how long to wait in any of the forms that there are', () => {
  const now = Date.UTC(2026, 0, 5);
  expect(RETRY_AFTER_FORMS.map((form) => throttled('s', 1500, form, now).headers)).toEqual([
    { 'retry-after': '2' },
    { 'retry-after': 'Mon, 05 Jan 2026 00:00:02 GMT' },
    { 'retry-after-ms': '1500' },
    { 'x-ms-retry-after-ms': '1500' },
  ]);
});
