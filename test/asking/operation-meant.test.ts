import { describe, expect, test } from 'vitest';
import { operationMeant } from '../../src/asking/operation-meant.ts';
import { operationPath } from '../../src/azure/format-operation.ts';
import { operation, REACH, urlOf } from './start-asking.ts';

const ID = '0f0e0d0c-1111-2222-3333-444455556666';
const MB = 1024 * 1024;
const RESOURCE = `{"id": "/subscriptions/${ID}/resourceGroups/shop/providers/Microsoft.Compute/disks/d1", "tag": "${ID}"},\n`;

const meant = (text: string) => operationMeant(text, REACH);

/** What `az rest --debug` prints, as much of it as matters. */
function dump(numbers: readonly number[]): string {
  return [
    `cli.azure.cli.core.util: Request URL: 'https://management.azure.com/subscriptions/${ID}/resourceGroups/shop/providers/Microsoft.DBforMySQL/flexibleServers/s1/backupAndExport?api-version=1'`,
    `    'x-ms-client-request-id': '${ID}'`,
    `    'ETag': 'W/"${ID}"'`,
    ...numbers.flatMap((number) => [
      `    'Azure-AsyncOperation': '${urlOf(operation(number))}'`,
      `    'Location': '${urlOf(operation(number)).replace('azureAsyncOperation', 'operationResults')}'`,
    ]),
    `{"parent": "${ID.replaceAll('0', 'a')}"}`,
  ].join('\n');
}

describe('of what a script prints', () => {
  test('the operation that is named with its place is meant, whatever ids stand around it', () => {
    const path = operationPath(operation(1));
    expect(meant(dump([1]))).toEqual({ kind: 'meant', operation: path });
    expect(path).not.toContain('signature');
  });

  test('it is found anywhere in a megabyte', () => {
    const filling = RESOURCE.repeat(Math.floor(MB / RESOURCE.length));
    for (const at of [0, 128 * 1024 - 100, 112 * 1024, 700_000, filling.length]) {
      const text = `${filling.slice(0, at)}\n${urlOf(operation(1))}\n${filling.slice(at)}`;
      expect(meant(text)).toEqual({ kind: 'meant', operation: operationPath(operation(1)) });
    }
  });

  test('several operations are too many for one request', () => {
    expect(meant(dump([1, 2, 3]))).toEqual({
      kind: 'refused',
      explanation:
        'That names 3 operations, and a request is for one: please send a request for each.',
    });
    const ids = `${operation(1).operationId} ${operation(2).operationId}`;
    expect(meant(ids)).toMatchObject({ kind: 'refused' });
  });

  test.each([operation(1).operationId, 'nonsense', 'https://example.com/x', 'x'.repeat(MB)])(
    'what names no place is left as it is: %.20s',
    (text) => {
      expect(meant(text)).toEqual({ kind: 'meant', operation: text });
    },
  );
});
