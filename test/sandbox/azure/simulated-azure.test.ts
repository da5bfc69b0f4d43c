import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type SimulatedAzure,
  startSimulatedAzure,
} from '../../../src/sandbox/azure/simulated-azure.ts';

const HIDDEN = '0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f9';
const OWN = '5a0d1c2e-3b4f-4a6d-8c7e-9f0a1b2c3d4e';

let azure: SimulatedAzure;
let time = 0;
beforeEach(async () => {
  time = Date.UTC(2026, 0, 5);
  azure = await startSimulatedAzure({
    subscriptions: [{ id: OWN }, { id: HIDDEN, reader: false }],
    now: () => time,
  });
});
afterEach(() => azure.close());

const get = (url: string, init: RequestInit = {}) =>
  fetch(url, { headers: { authorization: `Bearer ${azure.token}` }, ...init });

const codeOf = async (response: Response) => {
  const body: unknown = await response.json();
  return JSON.stringify(body).match(/^\{"error":\{"code":"(\w+)","message":"/)?.[1];
};

describe('a read', () => {
  it('answers what the script says, with the operation’s id and ARM’s headers', async () => {
    const operation = azure.operation({
      script: ({ elapsedMs, reads }) => ({ kind: 'ok', body: { status: 'X', elapsedMs, reads } }),
    });
    time += 1_500;
    const response = await get(operation.progressUrl);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      id: `/subscriptions/${OWN}/providers/Microsoft.DBforMySQL/locations/East US/operationProgress/${operation.operationId}`,
      name: operation.operationId,
      status: 'X',
      elapsedMs: 1_500,
      reads: 1,
    });
    for (const header of ['x-ms-request-id', 'x-ms-correlation-request-id']) {
      expect(response.headers.get(header)).toMatch(/^[0-9a-f-]{36}$/);
    }
    expect(response.headers.get('x-ms-ratelimit-remaining-subscription-reads')).toBe('249');
  });

  it('does not mind the casing of the path, nor how the location is written', async () => {
    const operation = azure.operation({ location: 'West US' });
    const { pathname, origin } = new URL(operation.progressUrl);
    const upper = `${origin}${pathname.toUpperCase()}?API-VERSION=2024-12-30`;
    expect((await get(upper.replace('API-VERSION', 'api-version'))).status).toBe(200);
    expect((await get(operation.progressUrl.replace('West%20US', 'westus'))).status).toBe(200);
    expect(operation.reads).toBe(2);
  });

  it('is logged', async () => {
    const operation = azure.operation();
    await get(operation.progressUrl);
    await get(`${azure.url}/x`);
    expect(azure.requests).toMatchObject([
      { method: 'GET', at: time, status: 200, operationId: operation.operationId },
      { method: 'GET', url: '/x', status: 400, operationId: undefined },
    ]);
  });

  it('can be waited for, and answered differently later', async () => {
    const operation = azure.operation();
    const twice = operation.until(2);
    await get(operation.progressUrl);
    operation.set({ kind: 'status', status: 503 });
    expect((await get(operation.progressUrl)).status).toBe(503);
    await twice;
    await operation.until(1);
    operation.set(() => ({ kind: 'raw', status: 502, contentType: 'text/html', text: '<p>' }));
    expect(await (await get(operation.progressUrl)).text()).toBe('<p>');
  });

  it('can break or hang', async () => {
    const operation = azure.operation({ script: () => ({ kind: 'drop' }) });
    await expect(get(operation.progressUrl)).rejects.toThrow('fetch failed');
    operation.set({ kind: 'hang' });
    const stop = new AbortController();
    const hanging = get(operation.progressUrl, { signal: stop.signal });
    await operation.until(2);
    stop.abort(new Error('enough'));
    await expect(hanging).rejects.toThrow('enough');
  });
});

describe('strictness', () => {
  const request = (change: (url: string) => string, init: RequestInit = {}) =>
    get(change(azure.operation().progressUrl), init);

  it.each([
    ['no api-version', 400, 'MissingApiVersionParameter', (url: string) => url.split('?')[0] ?? ''],
    [
      'another api-version',
      400,
      'InvalidApiVersionParameter',
      (url: string) => url.replace('2024', '2020'),
    ],
    [
      'another path',
      404,
      'InvalidResourceType',
      (url: string) => url.replace('Progress', 'Status'),
    ],
    ['a slash too many', 404, 'InvalidResourceType', (url: string) => url.replace('?', '/?')],
    ['another provider', 404, 'InvalidResourceType', (url: string) => url.replace('MySQL', 'SQL')],
    ['no subscription', 400, 'InvalidSubscriptionId', (url: string) => url.replace(OWN, 'prod')],
    [
      'an unknown subscription',
      404,
      'SubscriptionNotFound',
      (url: string) => url.replace(OWN, HIDDEN.replace('0f', 'ff')),
    ],
    ['no role', 403, 'AuthorizationFailed', (url: string) => url.replace(OWN, HIDDEN)],
    [
      'an unknown location',
      400,
      'NoRegisteredProviderFound',
      (url: string) => url.replace('East%20US', 'moon'),
    ],
    [
      'no location',
      400,
      'NoRegisteredProviderFound',
      (url: string) => url.replace('East%20US', 'east-us'),
    ],
    [
      'an unknown operation',
      404,
      'ResourceNotFound',
      (url: string) => url.replace(/\w{12}\?/, '000000000000?'),
    ],
  ])('refuses %s', async (_, status, code, change) => {
    const response = await request(change);
    expect(response.status).toBe(status);
    expect(response.headers.get('x-ms-request-id')).not.toBeNull();
    expect(await codeOf(response)).toBe(code);
  });

  it.each([
    ['no token', {}, 'AuthenticationFailed'],
    ['another token', { authorization: 'Bearer other' }, 'InvalidAuthenticationToken'],
    ['another scheme', { authorization: 'Basic simulated-token' }, 'InvalidAuthenticationToken'],
  ])('refuses %s', async (_, headers, code) => {
    const response = await request((url) => url, { headers });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toMatch(/^Bearer authorization_uri=/);
    expect(await codeOf(response)).toBe(code);
  });

  it.each(['POST', 'PUT', 'DELETE', 'PATCH'])('refuses %s', async (method) => {
    const response = await request((url) => url, {
      method,
      headers: { authorization: `Bearer ${azure.token}` },
    });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET');
  });
});

describe('limits', () => {
  it('allow 250 reads at once and 25 a second then, for each region and subscription', async () => {
    const east = azure.operation();
    const west = azure.operation({ location: 'westus' });
    const statuses = async (url: string, count: number) => {
      const answers = await Promise.all(Array.from({ length: count }, () => get(url)));
      return answers.filter(({ status }) => status === 200).length;
    };
    expect(await statuses(east.progressUrl, 260)).toBe(250);
    const throttled = await get(east.progressUrl);
    expect(throttled.headers.get('retry-after')).toBe('1');
    expect(throttled.headers.get('x-ms-ratelimit-remaining-subscription-reads')).toBe('0');
    expect(await codeOf(throttled)).toBe('SubscriptionRequestsThrottled');
    expect(east.reads).toBe(250);
    expect((await get(west.progressUrl)).status).toBe(200);
    time += 2_000;
    expect(await statuses(east.progressUrl, 60)).toBe(50);
  });

  it('can be switched off', async () => {
    const free = await startSimulatedAzure({ limits: false });
    const { progressUrl } = free.operation();
    const answers = await Promise.all(Array.from({ length: 300 }, () => get(progressUrl)));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    await free.close();
  });
});

describe('the URLs of response headers', () => {
  it('carry a signature of several KB', () => {
    const { asyncOperationUrl, locationUrl, operationId } = azure.operation();
    const url = new URL(asyncOperationUrl);
    expect([...url.searchParams.keys()]).toEqual(['api-version', 't', 'c', 's', 'h']);
    expect(asyncOperationUrl.length).toBeGreaterThan(2_500);
    expect(url.pathname).toMatch(
      new RegExp(`/locations/East%20US/azureAsyncOperation/${operationId}$`),
    );
    expect(locationUrl).toContain('/operationResults/');
  });
});
