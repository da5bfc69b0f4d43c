import { describe, expect, it, test } from 'vitest';
import { readRemainingReads, readRetryAfter } from '../../src/azure/answer-headers.ts';
import { armError } from '../../src/sandbox/azure/arm-error.ts';
import { inProgressBackup } from '../../src/sandbox/azure/in-progress-backup.ts';
import { NOW, useReaders } from './reader-fixture.ts';

const now = Date.UTC(2026, 0, 5, 12, 0, 0);

test.each([
  [{}, undefined],
  [{ 'retry-after': '10' }, 10_000],
  [{ 'retry-after': '1.5' }, 1_500],
  [{ 'retry-after': 'Mon, 05 Jan 2026 12:00:30 GMT' }, 30_000],
  [{ 'retry-after': 'Mon, 05 Jan 2026 11:00:00 GMT' }, 0],
  [{ 'retry-after': 'Tue, 05 Jan 2027 12:00:00 GMT' }, 3_600_000],
  [{ 'retry-after': '999999999999999' }, 3_600_000],
  [{ 'retry-after-ms': '250', 'retry-after': '10' }, 250],
  [{ 'x-ms-retry-after-ms': '1234', 'retry-after': '10' }, 1_234],
  [{ 'retry-after-ms': 'soon', 'retry-after': '10' }, 10_000],
  [{ 'retry-after': '-1' }, undefined],
  [{ 'retry-after': '10, 20' }, undefined],
  [{ 'retry-after': '1e9' }, undefined],
  [{ 'retry-after': '2026-01-05T12:00:30Z' }, undefined],
  [{ 'retry-after': 'Mon, 99 Foo 2026 12:00:30 GMT' }, undefined],
])('%o asks for %s ms', (headers, expected) => {
  expect(readRetryAfter(new Headers(Object.entries(headers)), now)).toBe(expected);
});

const OWN = 'x-ms-ratelimit-remaining-subscription-reads';
const GLOBAL = 'x-ms-ratelimit-remaining-subscription-global-reads';

test.each([
  [{}, undefined],
  [{ [OWN]: '249' }, 249],
  [{ [OWN]: '0' }, 0],
  [{ [OWN]: '999999999' }, 999_999_999],
  [{ [GLOBAL]: '3749' }, 3749],
  [{ [OWN]: '249', [GLOBAL]: '12' }, 12],
  [{ [OWN]: 'many', [GLOBAL]: '12' }, 12],
  [{ [OWN]: '249', [GLOBAL]: '-1' }, 249],
  [{ [OWN]: '1000000000' }, undefined],
  [{ [OWN]: '1.5' }, undefined],
  [{ [OWN]: '1e3' }, undefined],
  [{ [OWN]: '249, 248' }, undefined],
  [{ [OWN]: '' }, undefined],
  [{ 'x-ms-ratelimit-remaining-subscription-writes': '1' }, undefined],
])('%j leaves %s reads', (headers, expected) => {
  expect(readRemainingReads(new Headers(Object.entries(headers)))).toBe(expected);
});

describe('a reading tells how many reads are left', () => {
  const fixture = useReaders();
  const body = inProgressBackup({ percent: 10, doneBytes: 1, totalBytes: 10, startTime: NOW });

  it('with each read of the subscription, until there are none', async () => {
    const reader = fixture.readerOf();
    const operation = fixture.azure.operation({ script: () => ({ kind: 'ok', body }) });
    for (const remainingReads of [249, 248, 247]) {
      expect(await reader.read(operation)).toMatchObject({ kind: 'snapshot', remainingReads });
    }
    await Promise.all(Array.from({ length: 247 }, () => reader.read(operation)));
    expect(await reader.read(operation)).toMatchObject({ failure: 'throttled', remainingReads: 0 });
  });

  it('the smaller count of two', async () => {
    const headers = { [GLOBAL]: '17' };
    expect(await fixture.readAnswer({ kind: 'ok', body, headers })).toMatchObject({
      kind: 'snapshot',
      remainingReads: 17,
    });
  });

  it.each([
    ['throttled', { kind: 'status', ...armError(429, 'SubscriptionRequestsThrottled', 'No.') }],
    ['transient', { kind: 'raw', status: 200, contentType: 'text/html', text: '<p>No.' }],
    ['invalid', { kind: 'ok', body: { status: '' } }],
  ] as const)('where it failed, too: %s, %j', async (failure, answer) => {
    const reading = await fixture.readAnswer(answer);
    expect(reading).toMatchObject({ kind: 'failure', failure, remainingReads: 249 });
  });

  it('but not where Azure does not say, or says nonsense', async () => {
    const headers = { [OWN]: 'lots' };
    const unsaid = await fixture.readAnswer({ kind: 'ok', body, headers });
    expect(unsaid).toMatchObject({ kind: 'snapshot' });
    expect(unsaid).not.toHaveProperty('remainingReads');
    expect(await fixture.readAnswer({ kind: 'drop' })).not.toHaveProperty('remainingReads');
  });
});
