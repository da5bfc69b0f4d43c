import { describe, expect, it, test } from 'vitest';
import { readRemainingReads } from '../../src/azure/remaining-reads.ts';
import { armError } from '../../src/sandbox/azure/arm-error.ts';
import { inProgressBackup } from '../../src/sandbox/azure/in-progress-backup.ts';
import { NOW, useReaders } from './reader-fixture.ts';

const OWN = 'x-ms-ratelimit-remaining-subscription-reads';
const GLOBAL = 'x-ms-ratelimit-remaining-subscription-global-reads';

test.each([
  [{}, undefined],
  [{ [OWN]: '249' }, 249],
  [{ [OWN]: '0' }, 0],
  [{ [OWN]: '999999999' }, 999_999_999],
  [{ [GLOBAL]: '3749' }, 3749],
  [{ [OWN]: '249', [GLOBAL]: '3749' }, 249],
  [{ [OWN]: '249', [GLOBAL]: '12' }, 12],
  [{ [OWN]: '249', [GLOBAL]: '0' }, 0],
  [{ [OWN]: 'many', [GLOBAL]: '12' }, 12],
  [{ [OWN]: '249', [GLOBAL]: '-1' }, 249],
  [{ [OWN]: '1000000000' }, undefined],
  [{ [OWN]: '9'.repeat(10_000) }, undefined],
  [{ [OWN]: '-1' }, undefined],
  [{ [OWN]: '+1' }, undefined],
  [{ [OWN]: '1.5' }, undefined],
  [{ [OWN]: '1e3' }, undefined],
  [{ [OWN]: '0x10' }, undefined],
  [{ [OWN]: '249, 248' }, undefined],
  [{ [OWN]: '2 49' }, undefined],
  [{ [OWN]: 'NaN' }, undefined],
  [{ [OWN]: 'Infinity' }, undefined],
  [{ [OWN]: '' }, undefined],
  [{ [OWN]: '\u00b2' }, undefined],
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
    ['not-found', { kind: 'status', ...armError(404, 'ResourceNotFound', 'No.') }],
    ['transient', { kind: 'raw', status: 502, contentType: 'text/html', text: '<p>No.' }],
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
