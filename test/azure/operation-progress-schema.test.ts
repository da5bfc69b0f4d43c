import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it, test } from 'vitest';
import { OperationProgress } from '../../src/azure/operation-progress-schema.ts';
import { Snapshot } from '../../src/watch/snapshot.ts';

const read = (body: unknown) => v.parse(OperationProgress, body);

// As published in the REST specification's examples, api-version 2024-12-30.
const id =
  '/subscriptions/ffffffff-ffff-ffff-ffff-ffffffffffff/providers/Microsoft.DBforMySQL/locations/westus/operationProgress/00000000-0000-0000-0000-000000000000';
const published = {
  name: '00000000-0000-0000-0000-000000000000',
  id,
  percentComplete: 10,
  startTime: '2023-11-29T07:34:02.328326Z',
  status: 'InProgress',
};
const backup = {
  ...published,
  properties: {
    backupMetadata: '{"key1":"value1","key2":"value2"}',
    dataTransferredInBytes: 102,
    datasourceSizeInBytes: 1024,
    objectType: 'BackupAndExportResponse',
  },
};
const restore = {
  ...published,
  properties: {
    estimatedCompletionTime: '2023-11-29T08:34:02.328326Z',
    objectType: 'ImportFromStorageResponse',
  },
};
const failed = {
  ...published,
  endTime: '2023-11-29T07:37:05.6406008Z',
  error: {
    code: 'AggregateException',
    message:
      'System.AggregateException: One or more errors occurred. (Mismatch in count of number of Commited-Blocks from service.)',
  },
  percentComplete: 0,
  properties: {
    backupMetadata: '{"key1":"value1","key2":"value2"}',
    dataTransferredInBytes: 0,
    datasourceSizeInBytes: 1024,
  },
  status: 'Failed',
};

describe('the published samples', () => {
  it('reads a backup', () => {
    expect(read(backup)).toEqual({
      status: 'InProgress',
      percent: 10,
      startedAt: Date.parse('2023-11-29T07:34:02.328Z'),
      work: { kind: 'backup', doneBytes: 102, totalBytes: 1024 },
      steps: [],
    });
  });

  it('reads an import', () => {
    expect(read(restore).work).toEqual({
      kind: 'import',
      estimatedEndAt: Date.parse('2023-11-29T08:34:02.328Z'),
    });
  });

  it('reads a failure that leaves its type out as a backup', () => {
    expect(read(failed)).toMatchObject({
      status: 'Failed',
      percent: 0,
      endedAt: Date.parse('2023-11-29T07:37:05.640Z'),
      work: { kind: 'backup', doneBytes: 0, totalBytes: 1024 },
      error: [{ depth: 0, ...failed.error }],
    });
  });

  it('keeps nothing of the backup’s metadata', () => {
    expect(JSON.stringify(read(failed))).not.toContain('key1');
  });
});

describe('the status', () => {
  it.each([undefined, '  ', '\u200b', 3])('is no %o', (status) => {
    expect(v.safeParse(OperationProgress, { ...backup, status }).success).toBe(false);
  });

  it.each(['text', null, [backup]])('is not to be found in %o', (body) => {
    expect(v.safeParse(OperationProgress, body).success).toBe(false);
  });

  it('is Azure’s own word, whatever it is', () => {
    expect(read({ status: 'Importing' })).toEqual({
      status: 'Importing',
      work: { kind: 'other' },
      steps: [],
    });
  });
});

describe('what decorates', () => {
  it.each([null, 'text', 7, [[]], { code: null }])(
    'may be %o without harm to the reading',
    (odd) => {
      const fields = [
        ...['id', 'name', 'resourceId', 'percentComplete', 'startTime', 'endTime'],
        ...['operations', 'error', 'properties'],
      ];
      for (const field of fields) {
        expect(read({ ...failed, [field]: odd }).status).toBe('Failed');
      }
      for (const field of Object.keys({ ...backup.properties, ...restore.properties })) {
        const properties = { ...backup.properties, [field]: odd };
        expect(read({ ...backup, properties }).status).toBe('InProgress');
      }
    },
  );

  it.each([100.00000141201961, -3])('keeps the percentage %d as sent', (percent) => {
    expect(read({ ...backup, percentComplete: percent }).percent).toBe(percent);
  });

  it('drops a percentage that is no number', () => {
    const body: unknown = JSON.parse('{"status":"InProgress","percentComplete":1e999}');
    expect(read(body).percent).toBeUndefined();
  });

  it.each([
    ['9007199254740993', 9007199254740992],
    ['102', 102],
    [9.2e18, 9.2e18],
    [-1, undefined],
    ['many', undefined],
    [1.5, undefined],
    ['9'.repeat(400), undefined],
    ['1,073,741,824', 1_073_741_824],
    [' 102 ', 102],
    ['102.0', 102],
    ['1,5', undefined],
    ['', undefined],
  ])('reads %s transferred bytes as %s', (sent, expected) => {
    const properties = { ...backup.properties, dataTransferredInBytes: sent };
    expect(read({ ...backup, properties }).work).toMatchObject({
      kind: 'backup',
      doneBytes: expected,
      totalBytes: 1024,
    });
  });

  it.each([
    ['47', 47],
    ['47.5', 47.5],
    ['47,5', 47.5],
    ['47 %', 47],
    [' 1E+02 ', 100],
    ['-3', -3],
    ['', undefined],
    ['half', undefined],
    ['4,7,1', undefined],
    ['Infinity', undefined],
    ['0x10', undefined],
    ['9'.repeat(400), undefined],
  ])('reads the percentage %j as %s', (sent, expected) => {
    expect(read({ ...backup, percentComplete: sent }).percent).toBe(expected);
    const operations = [{ status: 'InProgress', percentComplete: sent }];
    expect(read({ ...backup, operations }).steps[0]?.percent).toBe(expected);
  });

  it('reads fields in Pascal case', () => {
    const pascal = (node: object): object =>
      Object.fromEntries(
        Object.entries(node).map(([key, value]) => [
          key.replace(/^./, (first) => first.toUpperCase()),
          typeof value === 'object' && !Array.isArray(value) ? pascal(value) : value,
        ]),
      );
    for (const body of [backup, restore, failed]) expect(read(pascal(body))).toEqual(read(body));
    const operations = [{ Name: 'upload', Status: 'InProgress', PercentComplete: 3 }];
    expect(read({ ...backup, operations }).steps).toEqual([
      { name: 'upload', status: 'InProgress', percent: 3, depth: 0 },
    ]);
  });

  it('accepts a type that nobody documented, and shows nothing but its name', () => {
    const properties = { objectType: 'RestoreResponse', raw: '<Xml secret="1"/>' };
    const snapshot = read({ ...backup, properties });
    expect(snapshot.work).toEqual({ kind: 'other', objectType: 'RestoreResponse' });
    expect(JSON.stringify(snapshot)).not.toContain('Xml');
  });

  it('knows an import by its estimate where the type is missing', () => {
    const properties = { estimatedCompletionTime: '2023-11-29T08:34:02Z' };
    expect(read({ ...restore, properties }).work.kind).toBe('import');
  });
});

describe('sub-operations', () => {
  it('are flattened in their order', () => {
    const operations = [
      { name: 'snapshot', status: 'Succeeded', percentComplete: 100 },
      { status: 'InProgress', operations: [{ name: 'upload', status: 'InProgress' }] },
      { name: 'no status' },
    ];
    expect(read({ ...backup, operations }).steps).toEqual([
      { name: 'snapshot', status: 'Succeeded', percent: 100, depth: 0 },
      { status: 'InProgress', depth: 0 },
      { name: 'upload', status: 'InProgress', depth: 1 },
    ]);
  });

  it('are bounded in number and depth', () => {
    const many = Array.from({ length: 500 }, () => ({ status: 'InProgress' }));
    expect(read({ ...backup, operations: many }).steps).toHaveLength(50);
    const deep: unknown = JSON.parse(
      `${'{"status":"x","operations":['.repeat(50_000)}{}${']}'.repeat(50_000)}`,
    );
    expect(read(deep).steps).toHaveLength(5);
  });
});

describe('errors', () => {
  it('are flattened with their details, cleaned and without additional info', () => {
    const error = {
      code: 'A',
      message: 'Writing to https://acc.net/c?sig=abcdef failed\u202e',
      additionalInfo: [{ type: 'x', info: { secret: 'hidden' } }],
      details: [{ code: 'B', details: [{ message: 'why' }] }, null, 7, { target: 'x' }],
    };
    expect(read({ ...failed, error }).error).toEqual([
      { depth: 0, code: 'A', message: 'Writing to https://acc.net/c failed' },
      { depth: 1, code: 'B' },
      { depth: 2, message: 'why' },
    ]);
  });

  it('are bounded in number, depth and length', () => {
    const details = Array.from({ length: 500 }, () => ({ message: 'x'.repeat(9_000) }));
    const lines = read({ ...failed, error: { code: 'A', details } }).error ?? [];
    expect(lines).toHaveLength(50);
    expect(Math.max(...lines.map(({ message }) => message?.length ?? 0))).toBe(4_000);
    const deep: unknown = JSON.parse(
      `${'{"code":"x","details":['.repeat(50_000)}{}${']}'.repeat(50_000)}`,
    );
    expect(read({ ...failed, error: deep }).error?.length).toBeLessThan(20);
  });

  it.each([{ code: '', message: null }, { details: [] }])('%o says nothing', (error) => {
    expect(read({ ...failed, error }).error).toBeUndefined();
  });
});

test('any JSON with a status becomes a snapshot that the rest of the bot accepts', () => {
  const fields = fc.dictionary(
    fc.constantFrom(
      ...Object.keys({ ...failed, operations: 1, resourceId: 1, details: 1, code: 1 }),
    ),
    fc.jsonValue({ maxDepth: 4 }),
  );
  const nested = fc.tuple(fields, fields, fields).map(([outer, inner, error]) => ({
    ...outer,
    operations: [inner, { ...inner, operations: [outer] }],
    error: { ...error, details: [error, inner] },
    properties: { ...inner, objectType: 'BackupAndExportResponse' },
  }));
  fc.assert(
    fc.property(fc.oneof(fields, nested), (body) => {
      const snapshot = read({ ...body, status: 'InProgress' });
      expect(v.is(Snapshot, snapshot)).toBe(true);
    }),
    { numRuns: 1_000 },
  );
});
