import { describe, expect, it } from 'vitest';
import type { Answer, JsonObject } from '../../src/sandbox/azure/answer.ts';
import { DEFAULT_TENANT_ID } from '../../src/sandbox/azure/simulated-subscription.ts';
import {
  FOREIGN_SUBSCRIPTION,
  FOREIGN_TENANT,
  PRIVATE_SUBSCRIPTION,
  useReaders,
} from './reader-fixture.ts';

const fixture = useReaders();

const armError = (status: number, code: string, message = 'Azure’s message.'): Answer => ({
  kind: 'status',
  status,
  body: { error: { code, message } },
});

describe('refused answers', () => {
  it.each([
    [401, 'ExpiredAuthenticationToken', 'unauthorized'],
    [403, 'AuthorizationFailed', 'forbidden'],
    [404, 'ResourceNotFound', 'not-found'],
    [410, 'Gone', 'not-found'],
    [404, 'SubscriptionNotFound', 'forbidden'],
    [404, 'InvalidResourceType', 'unsupported'],
    [400, 'NoRegisteredProviderFound', 'unsupported'],
    [400, 'InvalidSubscriptionId', 'invalid'],
    [429, 'SubscriptionRequestsThrottled', 'throttled'],
    [408, 'RequestTimeout', 'transient'],
    [500, 'InternalServerError', 'transient'],
  ])('%i %s is %s', async (status, code, failure) => {
    const operation = fixture.azure.operation({ script: () => armError(status, code) });
    const reading = await fixture.readerOf().read(operation);
    expect(reading).toMatchObject({
      kind: 'failure',
      failure,
      code,
      trace: { requestId: expect.any(String) },
    });
    expect(operation.reads).toBe(1);
  });

  it('says which role is missing where', async () => {
    const reading = await fixture
      .readerOf()
      .read(fixture.azure.operation({ subscriptionId: PRIVATE_SUBSCRIPTION }));
    expect(reading).toMatchObject({
      failure: 'forbidden',
      explanation: expect.stringMatching(
        new RegExp(`Reader on the subscription ${PRIVATE_SUBSCRIPTION}`),
      ),
    });
  });

  it('says that only the original caller may read', async () => {
    const message =
      'Only the original caller of an asynchronous operation is allowed to retrieve the results.';
    const reading = await fixture.readAnswer(armError(403, 'Forbidden', message));
    expect(reading).toMatchObject({
      failure: 'forbidden',
      explanation: expect.stringContaining('only to the identity that started it'),
    });
  });

  it('names the tenant of a subscription that is not ours, and what to set', async () => {
    const operation = fixture.azure.operation({ subscriptionId: FOREIGN_SUBSCRIPTION });
    const reading = await fixture.readerOf().read(operation);
    expect(reading).toMatchObject({
      failure: 'other-tenant',
      code: 'InvalidAuthenticationTokenTenant',
      refusal: { by: 'tenant', tenant: FOREIGN_TENANT },
      explanation:
        `The subscription ${FOREIGN_SUBSCRIPTION} belongs to the tenant ${FOREIGN_TENANT}, but the sign-in is to another (${DEFAULT_TENANT_ID}). ` +
        `Where all subscriptions belong there, please set AZURE_TENANT_ID to ${FOREIGN_TENANT}, with a service principal of that tenant; ` +
        `at a shell, az login --tenant ${FOREIGN_TENANT} will do. ` +
        'Else take this one off AZURE_SUBSCRIPTIONS here: it needs a mysqlop of its own. ' +
        'After a transfer between tenants Azure may take an hour to know.',
    });
  });

  it('knows a subscription of another tenant where that is not named', async () => {
    const reading = await fixture.readAnswer(armError(401, 'InvalidAuthenticationTokenTenant', ''));
    expect(reading).toMatchObject({
      failure: 'other-tenant',
      refusal: { by: 'tenant' },
      explanation: expect.stringMatching(/belongs to another tenant, but .*AZURE_TENANT_ID/),
    });
  });

  it('waits until Azure says', async () => {
    const headers = { 'retry-after': 'Mon, 05 Jan 2026 12:01:00 GMT' };
    const reading = await fixture.readAnswer({ kind: 'status', status: 503, body: {}, headers });
    expect(reading).toMatchObject({ failure: 'transient', retryAfterMs: 60_000 });
  });

  it('waits as the simulated Azure says once its bucket is empty', async () => {
    const reader = fixture.readerOf();
    const operation = fixture.azure.operation();
    const readings = await Promise.all(Array.from({ length: 260 }, () => reader.read(operation)));
    const throttled = readings.filter((each) => each.kind === 'failure');
    expect(throttled).toHaveLength(10);
    expect(throttled[0]).toMatchObject({ failure: 'throttled', retryAfterMs: 1_000 });
  });

  it('reads Pascal case, too', async () => {
    const body = { Error: { Code: 'AuthorizationFailed', Message: 'No.' } };
    expect(await fixture.readAnswer({ kind: 'status', status: 403, body })).toMatchObject({
      failure: 'forbidden',
      code: 'AuthorizationFailed',
    });
  });

  it('shows neither signatures nor endless messages', async () => {
    const message = `${'x'.repeat(200)} https://a/b?sig=abcdef ${'y'.repeat(100_000)}`;
    const reading = await fixture.readAnswer(armError(403, 'Forbidden', message));
    if (reading.kind !== 'failure') throw new Error('no failure');
    expect(reading.explanation).not.toContain('abcdef');
    expect(reading.explanation.length).toBeLessThan(1_000);
  });
});

describe('answers of somebody in between', () => {
  const page =
    '<html><head><title>Blocked</title><style>p{color:red}</style></head><body><script>alert(1)</script><p>Category: cloud &amp; storage</p></body></html>';
  const html = (status: number): Answer => ({
    kind: 'raw',
    status,
    contentType: 'text/html',
    text: page,
  });
  const json = (status: number, body?: JsonObject): Answer =>
    body === undefined ? { kind: 'status', status } : { kind: 'status', status, body };
  const between = 'Is there a proxy or a filter in between?';

  it.each([
    [html(401), 'It says “Blocked Category: cloud & storage”.'],
    [html(403), 'It says “Blocked Category: cloud & storage”.'],
    [html(404), 'It says “Blocked Category: cloud & storage”.'],
    [html(410), 'It says “Blocked Category: cloud & storage”.'],
    [html(400), 'It says “Blocked Category: cloud & storage”.'],
    [json(404), 'It says nothing.'],
    [json(403), 'It says nothing.'],
    [json(404, { message: 'no Route matched with those values' }), 'It says “no Route matched'],
    [
      json(404, { statusCode: 404, message: 'Resource not found' }),
      'It says “Resource not found”.',
    ],
    [json(403, { error: 'access_denied' }), 'It says “access_denied”.'],
    [json(403, { error: { code: 403, message: 'Forbidden' } }), 'It says nothing.'],
    [json(403, {}), 'It says nothing.'],
  ])('%o pass, and are quoted', async (answer, words) => {
    const reading = await fixture.readAnswer(answer);
    expect(reading).toMatchObject({ failure: 'transient' });
    if (reading.kind !== 'failure') throw new Error('no failure');
    expect(reading.explanation).toContain(words);
    expect(reading.explanation).toContain(between);
    expect(reading.explanation).not.toMatch(/Reader|does not know|Azure says|alert/);
  });

  it('quotes neither secrets nor a whole page', async () => {
    const text = `<p>${'<script>'.repeat(100_000)}</p>`;
    const hostile = await fixture.readAnswer({
      ...html(403),
      kind: 'raw',
      status: 403,
      contentType: 'text/html',
      text,
    });
    expect(hostile).toMatchObject({ explanation: expect.stringContaining('It says nothing.') });
    const long = await fixture.readAnswer(
      json(403, { message: `Blocked https://user:pw@proxy/x?sig=abcdef ${'y'.repeat(100_000)}` }),
    );
    if (long.kind !== 'failure') throw new Error('no failure');
    expect(long.explanation).toContain('Blocked https://proxy/x yyy');
    expect(long.explanation.length).toBeLessThan(400);
  });

  it('takes Azure’s own 401 for what it is, even without a body', async () => {
    const headers = { 'www-authenticate': 'Bearer authorization_uri="https://login/"' };
    const reading = await fixture.readAnswer({ kind: 'status', status: 401, headers });
    expect(reading).toMatchObject({ failure: 'unauthorized' });
  });

  it('tells the error of an answer that calls itself good', async () => {
    const body = { error: { code: 'InternalServerError', message: 'Try again later.' } };
    expect(await fixture.readAnswer({ kind: 'ok', body })).toMatchObject({
      failure: 'transient',
      code: 'InternalServerError',
      explanation:
        'Azure answered with an error instead of the operation (200). Azure says: InternalServerError: Try again later.',
    });
  });

  it('quotes the page that stands where an operation should', async () => {
    expect(await fixture.readAnswer(html(200))).toMatchObject({
      failure: 'transient',
      explanation: `The answer (200) was not JSON; it says “Blocked Category: cloud & storage”. ${between}`,
    });
  });
});
