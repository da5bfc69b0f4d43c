import { expect, test } from 'vitest';
import type { Answer } from '../../src/sandbox/azure/answer.ts';
import { armError } from '../../src/sandbox/azure/arm-error.ts';
import { failedOperation } from '../../src/sandbox/azure/ended-operation.ts';
import { inProgressBackup } from '../../src/sandbox/azure/in-progress-backup.ts';
import { STORAGE_ERROR } from '../../src/sandbox/azure/storage-error.ts';
import { advance } from '../../src/watch/advance.ts';
import { beginWatch } from '../../src/watch/begin-watch.ts';
import { FailureKind } from '../../src/watch/reading.ts';
import { verdictOf, type WatchRecord } from '../../src/watch/watch-record.ts';
import { NOW, useReaders } from '../azure/reader-fixture.ts';
import { watchNamed } from '../names.ts';
import { DBA, POLICY, toldBy } from '../watch/build-record.ts';
import { live } from '../watch/live.ts';

const fixture = useReaders();

function refused(status: number, code: string, headers: Readonly<Record<string, string>> = {}) {
  return { kind: 'status', ...armError(status, code, 'Not now.', headers) } as const;
}

function raw(status: number, contentType: string, text: string): Answer {
  return { kind: 'raw', status, contentType, text };
}

/** What Azure, or what stands before it, may answer, and what a bot must not take for an end. */
const ANSWERS: readonly (readonly [FailureKind, Answer])[] = [
  ['transient', refused(503, 'ServerBusy', { 'retry-after': '90' })],
  ['transient', raw(502, 'text/html', '<html><body>Bad Gateway</body></html>')],
  ['transient', raw(200, 'text/html', '<html><body>Please sign in</body></html>')],
  ['transient', raw(200, 'application/json', '{"status":"Failed"')],
  ['transient', { kind: 'drop' }],
  ['transient', { kind: 'hang' }],
  ['throttled', refused(429, 'SubscriptionRequestsThrottled', { 'retry-after': '90' })],
  ['invalid', { kind: 'ok', body: { percentComplete: 100 } }],
  ['unauthorized', refused(401, 'InvalidAuthenticationToken')],
  ['other-tenant', refused(401, 'InvalidAuthenticationTokenTenant')],
  ['forbidden', refused(403, 'AuthorizationFailed')],
  ['not-found', refused(404, 'ResourceNotFound')],
  ['unsupported', refused(400, 'NoRegisteredProviderFound')],
];

// What each answer means is tested in test/azure, and what each kind does to a watch in test/watch.
test('a watch takes nothing that Azure answers for an end but Azure’s word', async () => {
  const operation = fixture.azure.operation();
  const reader = fixture.readerOf();
  const impatient = fixture.readerOf({ timeoutMs: 50 });
  const watch = { id: watchNamed('w1-1'), epoch: 1, reference: operation };
  let record: WatchRecord = beginWatch(watch, DBA, NOW, POLICY).record;
  const told: string[] = [];
  async function read(answer: Answer) {
    operation.set(answer);
    const reading = await (answer.kind === 'hang' ? impatient : reader).read(operation);
    const { nextReadAt } = live(record);
    const change = advance(live(record), reading, nextReadAt, POLICY);
    ({ record } = change);
    told.push(...toldBy(change));
    return reading;
  }

  const progress = { percent: 99, doneBytes: 99, totalBytes: 100, startTime: NOW };
  await read({ kind: 'ok', body: inProgressBackup(progress) });
  for (const [failure, answer] of ANSWERS) {
    expect(await read(answer)).toMatchObject({ kind: 'failure', failure });
    expect(verdictOf(record)).toBe('running');
  }
  // What may not be read is not asked for.
  const answerable = FailureKind.options.filter((kind) => kind !== 'off-limits');
  expect(new Set(ANSWERS.map(([kind]) => kind))).toEqual(new Set(answerable));
  expect(told).toEqual(['C0DBA-1/card']);

  const ended = { startTime: NOW, endTime: NOW, error: STORAGE_ERROR };
  await read({ kind: 'ok', body: failedOperation(ended) });
  expect(verdictOf(record)).toBe('failed');
  expect(told.slice(1)).toEqual(['alert', 'alert-details', 'C0DBA-1/ended']);
});
