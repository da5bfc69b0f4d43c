import { describe, expect, it } from 'vitest';
import { createPooledFetch } from '../../src/azure/pooled-fetch.ts';
import { createOutgoing } from '../../src/outgoing/create-outgoing.ts';
import { failedOperation } from '../../src/sandbox/azure/ended-operation.ts';
import { inProgressBackup } from '../../src/sandbox/azure/in-progress-backup.ts';
import { STORAGE_ERROR } from '../../src/sandbox/azure/storage-error.ts';
import { NOW, useReaders } from './reader-fixture.ts';

const fixture = useReaders();

describe('an answer', () => {
  const progress = { percent: 10, doneBytes: 102, totalBytes: 1024, startTime: NOW };

  it('is a snapshot with the ids of the request', async () => {
    const reading = await fixture.readAnswer({ kind: 'ok', body: inProgressBackup(progress) });
    expect(reading).toMatchObject({
      kind: 'snapshot',
      snapshot: {
        status: 'InProgress',
        percent: 10,
        startedAt: NOW,
        work: { kind: 'backup', doneBytes: 102, totalBytes: 1024 },
      },
      trace: {
        requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        correlationId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      },
    });
    expect(reading).not.toHaveProperty('retryAfterMs');
  });

  it('that the operation failed is a snapshot too, with its errors and no signature', async () => {
    const body = failedOperation({ startTime: NOW, endTime: NOW, error: STORAGE_ERROR });
    const reading = await fixture.readAnswer({ kind: 'ok', body });
    expect(reading).toMatchObject({
      kind: 'snapshot',
      snapshot: { status: 'Failed', error: [{ depth: 0 }, { depth: 1 }, { depth: 2 }] },
    });
    expect(JSON.stringify(reading)).not.toContain('sig=');
  });

  it('may wish for a pause', async () => {
    const headers = { 'retry-after': 'Mon, 05 Jan 2026 12:00:30 GMT' };
    const body = inProgressBackup(progress);
    expect(await fixture.readAnswer({ kind: 'ok', body, headers })).toMatchObject({
      kind: 'snapshot',
      retryAfterMs: 30_000,
    });
  });

  it('without a status is invalid', async () => {
    const reading = await fixture.readAnswer({ kind: 'ok', body: { status: '' } });
    expect(reading).toMatchObject({ failure: 'invalid', trace: { requestId: expect.any(String) } });
  });
});

describe('a request', () => {
  it('is one GET that names itself, with a fresh id and the bearer token', async () => {
    const operation = fixture.azure.operation({ location: 'East US' });
    const reader = fixture.readerOf();
    await reader.read(operation);
    await reader.read(operation);
    const [first, second] = fixture.azure.requests;
    expect(fixture.azure.requests).toHaveLength(2);
    expect(first).toMatchObject({
      method: 'GET',
      url: new URL(operation.progressUrl).pathname + new URL(operation.progressUrl).search,
      headers: {
        'user-agent': 'mysqlop/test',
        accept: 'application/json',
        authorization: `Bearer ${fixture.azure.token}`,
        'x-ms-client-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
      },
    });
    expect(first?.headers['x-ms-client-request-id']).not.toBe(
      second?.headers['x-ms-client-request-id'],
    );
  });
});

describe('no answer of Azure’s', () => {
  const html = '<html><script>alert("502")</script></html>';

  it.each([
    [{ kind: 'drop' }, 'transient', /could not be reached \([A-Z_]+\)/],
    [{ kind: 'raw', status: 502, contentType: 'text/html', text: html }, 'transient', /502/],
    [{ kind: 'raw', status: 200, contentType: 'text/html', text: html }, 'transient', /not JSON/],
    [{ kind: 'raw', status: 404, contentType: 'text/html', text: html }, 'transient', /proxy/],
    [
      { kind: 'raw', status: 200, contentType: 'application/json', text: '{"st' },
      'transient',
      /JSON/,
    ],
    [{ kind: 'status', status: 204 }, 'invalid', /status/],
  ] as const)('%o is %s', async (answer, failure, explanation) => {
    const reading = await fixture.readAnswer(answer);
    expect(reading).toMatchObject({ failure, explanation: expect.stringMatching(explanation) });
    expect(JSON.stringify(reading)).not.toContain('alert');
  });

  it('in time is transient', async () => {
    expect(await fixture.readAnswer({ kind: 'hang' }, { timeoutMs: 30 })).toMatchObject({
      failure: 'transient',
      explanation: 'Azure did not answer within 0.03 s.',
    });
  });

  it('at all is transient, and named', async () => {
    const reader = fixture.readerOf();
    const operation = fixture.azure.operation();
    await fixture.azure.close();
    expect(await reader.read(operation)).toMatchObject({
      failure: 'transient',
      explanation: 'Azure could not be reached (ECONNREFUSED).',
    });
  });

  it('because of the proxy is transient, and says so', async () => {
    const outgoing = await createOutgoing({
      proxy: {
        origin: 'http://127.0.0.1:1',
        username: undefined,
        password: undefined,
        setting: 'HTTPS_PROXY',
        except: [],
      },
      onFailure: () => undefined,
    });
    const http = createPooledFetch({ openPool: outgoing.openPool });
    const reader = fixture.readerOf({ armEndpoint: 'https://arm.invalid', http });
    expect(await reader.read(fixture.azure.operation())).toMatchObject({
      failure: 'transient',
      explanation:
        'Azure could not be reached: the proxy in HTTPS_PROXY could not be reached (ECONNREFUSED).',
    });
    await outgoing.close();
  });
});

describe('the caller’s signal', () => {
  it('ends a read, with its reason', async () => {
    const operation = fixture.azure.operation({ script: () => ({ kind: 'hang' }) });
    const stop = new AbortController();
    const read = fixture.readerOf().read(operation, { signal: stop.signal });
    await operation.until(1);
    stop.abort(new Error('shutting down'));
    await expect(read).rejects.toThrow('shutting down');
  });

  it('keeps a read from beginning', async () => {
    const operation = fixture.azure.operation();
    const signal = AbortSignal.abort(new Error('too late'));
    await expect(fixture.readerOf().read(operation, { signal })).rejects.toThrow('too late');
    expect(operation.reads).toBe(0);
  });
});
