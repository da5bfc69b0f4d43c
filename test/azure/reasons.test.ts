import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { OperationProgress } from '../../src/azure/operation-progress-schema.ts';

const reasons = (body: object) =>
  v
    .parse(OperationProgress, { status: 'Failed', ...body })
    .error?.map(({ depth, code, message }) => [depth, [code, message].filter(Boolean).join(': ')]);

const storage = { code: 'StorageUploadFailed', message: 'The container is gone.' };

describe('the reason of a failure is found', () => {
  it.each([
    ['a text', { error: 'The disk is full.' }, [[0, 'The disk is full.']]],
    [
      'a list',
      { error: [storage, { code: 'B' }] },
      [
        [0, 'StorageUploadFailed: The container is gone.'],
        [0, 'B'],
      ],
    ],
    [
      'a list under another name',
      { errors: [storage] },
      [[0, 'StorageUploadFailed: The container is gone.']],
    ],
    [
      'a list of texts',
      { error: ['first', 'second'] },
      [
        [0, 'first'],
        [0, 'second'],
      ],
    ],
    [
      'an error within an error',
      { error: { error: storage } },
      [[0, 'StorageUploadFailed: The container is gone.']],
    ],
    [
      'of the properties',
      { properties: { error: storage } },
      [[0, 'StorageUploadFailed: The container is gone.']],
    ],
    ['of the answer itself', storage, [[0, 'StorageUploadFailed: The container is gone.']]],
    [
      'in Pascal case',
      { Error: { Code: 'A', Message: 'why', Details: [{ Code: 'B' }] } },
      [
        [0, 'A: why'],
        [1, 'B'],
      ],
    ],
    [
      'with a number as its code',
      { error: { code: 1045, message: 'denied' } },
      [[0, '1045: denied']],
    ],
    [
      'with OData’s message',
      { error: { code: 'A', message: { lang: 'en-us', value: 'why' } } },
      [[0, 'A: why']],
    ],
    [
      'with details that are no list',
      { error: { code: 'A', details: { code: 'B' } } },
      [
        [0, 'A'],
        [1, 'B'],
      ],
    ],
    [
      'with details that are texts',
      { error: { code: 'A', details: ['why'] } },
      [
        [0, 'A'],
        [1, 'why'],
      ],
    ],
  ])('as or in %s', (_, body, expected) => {
    expect(reasons(body)).toEqual(expected);
  });

  it('in inner errors, however deep', () => {
    const innermost = { code: 'AuthorizationPermissionMismatch', message: 'Not authorized.' };
    const error = {
      code: 'AggregateException',
      innererror: { code: 'Outer', innerError: { InnerException: innermost } },
    };
    expect(reasons({ error })).toEqual([
      [0, 'AggregateException'],
      [1, 'Outer'],
      // The one between says nothing of itself.
      [2, 'AuthorizationPermissionMismatch: Not authorized.'],
    ]);
  });

  it('in a step, where it is the only one', () => {
    const operations = [
      { name: 'snapshot', status: 'Succeeded' },
      { name: 'upload', status: 'Failed', error: storage },
      { status: 'Failed', operations: [{ status: 'Failed', properties: { error: 'deep' } }] },
    ];
    expect(reasons({ operations })).toEqual([
      [0, 'StorageUploadFailed: The container is gone.'],
      [0, 'deep'],
    ]);
  });

  it('in a step beside a word of the whole, and once', () => {
    const operations = [
      { status: 'Failed', error: storage },
      { status: 'Failed', error: storage },
      { status: 'Failed', error: { code: 'AggregateException' } },
    ];
    expect(reasons({ error: { code: 'AggregateException' }, operations })).toEqual([
      [0, 'AggregateException'],
      [1, 'StorageUploadFailed: The container is gone.'],
    ]);
  });

  it('nowhere, where there is none', () => {
    for (const error of [
      null,
      '',
      ' ',
      7,
      true,
      [],
      [null],
      {},
      { details: [{}] },
      { innererror: null },
    ]) {
      expect(
        reasons({ error, properties: { error }, operations: [{ status: 'Failed', error }] }),
      ).toBeUndefined();
    }
  });
});
