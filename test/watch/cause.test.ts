import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { flattenErrorTree } from '../../src/azure/error-lines.ts';
import { TABLE_ERRORS } from '../../src/sandbox/page/stories/table-errors.ts';
import { type Cause, causeOf, consequencesOf } from '../../src/watch/cause.ts';
import { type ErrorLine, MOST_ERROR_LINES } from '../../src/watch/snapshot.ts';

const NESTED = {
  code: 'AggregateException',
  message: 'System.AggregateException: One or more errors occurred. (Mismatch.)',
  details: [
    {
      code: 'StorageUploadFailed',
      message: 'Writing to https://x.blob.core.windows.net/a failed.',
      details: [{ code: 'AuthorizationPermissionMismatch', message: 'Not authorized.' }],
    },
  ],
};

function causeIn(tree: unknown): Cause | undefined {
  return causeOf(flattenErrorTree(tree));
}

describe('the cause of a failure', () => {
  it('is the innermost error, and the outermost stands beside it', () => {
    expect(causeIn(NESTED)).toEqual({
      code: 'AuthorizationPermissionMismatch',
      message: 'Not authorized.',
      parts: 1,
      noun: 'part',
      isCut: false,
      others: 0,
      outermost: { code: undefined, message: 'Mismatch.' },
    });
  });

  it('is told once for ten tables', () => {
    expect(causeIn(TABLE_ERRORS)).toMatchObject({
      code: 'AuthorizationPermissionMismatch',
      parts: 10,
      noun: 'table',
      others: 0,
      outermost: { code: 'BackupAndExportFailed' },
    });
  });

  it('is the same where only the part’s name, its address or a number differs', () => {
    const details = [1, 2, 3].map((n) => ({
      code: 'ExportFailed',
      message: `Table 'shop.t${n}' broke off at ${n * 7} bytes: https://x/${n}`,
    }));
    expect(causeIn({ code: 'Outer', message: 'It broke.', details })).toMatchObject({
      message: "Table 'shop.t1' broke off at 7 bytes: https://x/1",
      parts: 3,
      noun: 'table',
    });
  });

  it('is what hit the most, then what lies deepest, then what comes first', () => {
    const few = { code: 'Few', message: 'a' };
    const many = { code: 'Many', message: 'b' };
    expect(causeIn({ code: 'Outer', details: [few, many, many] })).toMatchObject({
      ...{ code: 'Many', parts: 2, others: 1 },
    });
    const deep = { code: 'Shallow', details: [{ code: 'Deep' }] };
    expect(causeIn({ code: 'Outer', details: [few, deep] })).toMatchObject({ code: 'Deep' });
    expect(causeIn({ code: 'Outer', details: [few, { code: 'Other' }] })).toMatchObject({
      code: 'Few',
    });
  });

  it('takes code and message from further out where the innermost error has none', () => {
    const error = { code: 'Outer', message: 'Why.', innererror: { code: 'Inner' } };
    expect(causeIn(error)).toMatchObject({ code: 'Inner', message: 'Why.' });
    expect(causeIn({ code: 'Outer', details: [{ message: 'Inside.' }] })).toMatchObject({
      ...{ code: 'Outer', message: 'Inside.' },
    });
  });

  it('has no outermost where it is that itself, and is none without a reason', () => {
    expect(causeIn({ code: 'Only', message: 'It.' })?.outermost).toBeUndefined();
    expect(causeOf(undefined)).toBeUndefined();
    expect(causeOf([{ depth: 0 }, { depth: 1, message: '  ' }])).toBeUndefined();
  });

  it('says that there may be more where the errors were cut', () => {
    const error = Array.from({ length: MOST_ERROR_LINES }, () => ({ depth: 0, code: 'Full' }));
    expect(causeOf(error)).toMatchObject({ parts: MOST_ERROR_LINES, isCut: true });
  });
});

describe('an exception of .NET’s', () => {
  it('in Azure’s own example, is what stands in its brackets', () => {
    // learn.microsoft.com/rest/api/mysql/operation-results/get
    const error = {
      code: 'AggregateException',
      message:
        'System.AggregateException: One or more errors occurred. (Mismatch in count of number of Commited-Blocks from service.)',
    };
    expect(causeIn(error)).toMatchObject({
      code: undefined,
      message: 'Mismatch in count of number of Commited-Blocks from service.',
    });
  });

  test.each([
    [
      'System.AggregateException: One or more errors occurred. (A broke.) (B broke.)',
      { message: 'A broke.' },
    ],
    [
      'System.Exception: Outer. ---> System.IO.IOException: The disk is full.\n   at X.Y()\n   --- End of inner exception stack trace ---\n   at Z()',
      { code: 'IOException', message: 'The disk is full.' },
    ],
    [
      'Microsoft.Data.SqlClient.SqlException (0x80131904): Login failed.\n   at X.Y()',
      { code: 'SqlException', message: 'Login failed.' },
    ],
    ['One or more errors occurred.', { code: 'AggregateException' }],
    ['A sentence ---> ', { message: 'A sentence --->' }],
  ])('%s', (message, cause) => {
    expect(causeIn({ code: 'AggregateException', message })).toMatchObject(cause);
  });
});

describe('the tree inside out', () => {
  it('has each cause with what it led to, equal things once', () => {
    const all = consequencesOf(flattenErrorTree(TABLE_ERRORS));
    expect(all.slice(0, 3).map(({ depth, code, count }) => [depth, code, count])).toEqual([
      [0, 'AuthorizationPermissionMismatch', 10],
      [1, 'StorageUploadFailed', 10],
      [2, 'TableExportFailed', 1],
    ]);
    expect(all).toHaveLength(12);
    expect(all.map(({ code }) => code)).not.toContain('BackupAndExportFailed');
  });

  it('is the error itself where there is but one', () => {
    expect(consequencesOf([{ depth: 0, code: 'Only' }])).toMatchObject([
      { depth: 0, code: 'Only', count: 1 },
    ]);
  });
});

const line: fc.Arbitrary<ErrorLine> = fc.record(
  {
    depth: fc.nat(10),
    code: fc.oneof(fc.string(), fc.constantFrom('', ' ', 'AggregateException')),
    message: fc.oneof(
      fc.string({ unit: 'binary' }),
      fc
        .constantFrom(' ---> ', '\n', 'One or more errors occurred. (', '---> )', '("', "'")
        .chain((part) => fc.nat(900).map((times) => part.repeat(times + 1))),
    ),
  },
  { requiredKeys: ['depth'] },
);

describe('whatever tree Azure gives', () => {
  test('its cause says something that stands in it, and counts no more than there is', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: MOST_ERROR_LINES }), (error) => {
        const cause = causeOf(error);
        const speaks = error.some(({ code, message }) => code?.trim() || message?.trim());
        expect(cause !== undefined).toBe(speaks);
        if (!cause) return;
        expect(cause.code || cause.message).toBeTruthy();
        expect(cause.parts + cause.others).toBeLessThanOrEqual(error.length);
        const all = error.map(({ code, message }) => `${code}\n${message}`).join('\n');
        expect(all).toContain(cause.message ?? cause.code ?? '');
      }),
    );
  });

  test('none of its innermost errors is lost inside out', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: MOST_ERROR_LINES }), (error) => {
        const told = consequencesOf(error).filter(({ depth }) => depth === 0);
        expect(told.length > 0).toBe(causeOf(error) !== undefined);
      }),
    );
  });
});
