import { describe, expect, it } from 'vitest';
import type { Answer } from '../../src/sandbox/azure/answer.ts';
import { PRIVATE_SUBSCRIPTION, useReaders } from './reader-fixture.ts';

const fixture = useReaders();

const armError = (status: number, code: string, message = 'Azure’s message.'): Answer => ({
  kind: 'status',
  status,
  body: { error: { code, message } },
});

describe('refused answers', () => {
  it.each([
    [401, 'ExpiredAuthenticationToken', 'unauthorized'],
    [401, 'InvalidAuthenticationTokenTenant', 'unauthorized'],
    [403, 'AuthorizationFailed', 'forbidden'],
    [403, 'RequestDisallowedByPolicy', 'forbidden'],
    [404, 'ResourceNotFound', 'not-found'],
    [404, 'NotFound', 'not-found'],
    [410, 'Gone', 'not-found'],
    [404, 'SubscriptionNotFound', 'forbidden'],
    [404, 'InvalidResourceType', 'unsupported'],
    [400, 'NoRegisteredProviderFound', 'unsupported'],
    [400, 'LocationNotAvailableForResourceType', 'unsupported'],
    [400, 'InvalidApiVersionParameter', 'unsupported'],
    [400, 'InvalidSubscriptionId', 'invalid'],
    [409, 'Conflict', 'invalid'],
    [429, 'SubscriptionRequestsThrottled', 'throttled'],
    [408, 'RequestTimeout', 'transient'],
    [500, 'InternalServerError', 'transient'],
    [503, 'ServerBusy', 'transient'],
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

  it('says that the subscription is unknown', async () => {
    const subscriptionId = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
    const reading = await fixture.readerOf().read(fixture.azure.operation({ subscriptionId }));
    expect(reading).toMatchObject({ failure: 'forbidden', code: 'SubscriptionNotFound' });
  });

  it.each([
    [{ 'retry-after': '17' }, 17_000],
    [{ 'retry-after': 'Mon, 05 Jan 2026 12:01:00 GMT' }, 60_000],
    [{ 'retry-after-ms': '150' }, 150],
    [{ 'x-ms-retry-after-ms': '160' }, 160],
    [{ 'retry-after': 'soon' }, undefined],
  ])('waits as %o says', async (headers, retryAfterMs) => {
    const throttled: Answer = { kind: 'status', status: 429, body: {}, headers };
    const reading = await fixture.readAnswer(throttled);
    expect(reading).toMatchObject({ failure: 'throttled' });
    expect('retryAfterMs' in reading ? reading.retryAfterMs : undefined).toBe(retryAfterMs);
  });

  it('waits as the simulated Azure says once its bucket is empty', async () => {
    const reader = fixture.readerOf();
    const operation = fixture.azure.operation();
    const readings = await Promise.all(Array.from({ length: 260 }, () => reader.read(operation)));
    const throttled = readings.filter((each) => each.kind === 'failure');
    expect(throttled).toHaveLength(10);
    expect(throttled[0]).toMatchObject({ failure: 'throttled', retryAfterMs: 1_000 });
  });

  it.each([
    [401, 'unauthorized'],
    [403, 'forbidden'],
    [404, 'not-found'],
    [429, 'throttled'],
    [503, 'transient'],
  ])('needs no body to understand %i as %s', async (status, failure) => {
    expect(await fixture.readAnswer({ kind: 'status', status })).toMatchObject({ failure });
  });

  it('shows neither signatures nor endless messages', async () => {
    const message = `${'x'.repeat(200)} https://a/b?sig=abcdef ${'y'.repeat(100_000)}`;
    const reading = await fixture.readAnswer(armError(403, 'Forbidden', message));
    if (reading.kind !== 'failure') throw new Error('no failure');
    expect(reading.explanation).not.toContain('abcdef');
    expect(reading.explanation.length).toBeLessThan(1_000);
  });
});
