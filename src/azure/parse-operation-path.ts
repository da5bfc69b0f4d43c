import type { OperationReference } from '../watch/operation-reference.ts';
import { type RefusedOperation, refused } from './refused-operation.ts';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** The published specification's pattern; the bound and the outer letters are ours. */
const LOCATION = /^\w(?:[ \w]{0,62}\w)?$/;
const OPERATION_ID = /^[a-z0-9][a-z0-9._-]{0,127}$/i;
const COLLECTIONS = new Set([
  'azureasyncoperation',
  'operationresults',
  'operationstatus',
  'operationprogress',
]);

/**
 * Reads the path of an ARM URL or an ARM id, percent-encoded or not, in any casing:
 * `/subscriptions/{s}/providers/Microsoft.DBforMySQL/locations/{l}/{collection}/{id}`, where the
 * collection is one of the four under which Azure shows the same operation. Never throws.
 */
export function parseOperationPath(
  path: string,
): { readonly kind: 'reference'; readonly reference: OperationReference } | RefusedOperation {
  const segments = path.replace(/^\//, '').replace(/\/$/, '').split('/', 9).map(decode);
  const [subscriptions, subscriptionId, providers, provider, locations, location] = segments;
  const [collection, operationId] = segments.slice(6);
  const known =
    segments.length === 8 &&
    same(subscriptions, 'subscriptions') &&
    same(providers, 'providers') &&
    same(provider, 'microsoft.dbformysql') &&
    same(locations, 'locations') &&
    COLLECTIONS.has(collection?.toLowerCase() ?? '');
  if (!known) {
    return refused(
      'not-an-operation',
      'That is not the path of a MySQL operation. It should read ' +
        '/subscriptions/…/providers/Microsoft.DBforMySQL/locations/…/azureAsyncOperation/… ' +
        '(or operationResults, operationStatus, operationProgress).',
    );
  }
  if (subscriptionId === undefined || !UUID.test(subscriptionId)) {
    return refused(
      'bad-subscription',
      'The subscription’s id in it is not a UUID. Please copy it whole.',
    );
  }
  if (location === undefined || !LOCATION.test(location)) {
    return refused(
      'bad-location',
      'The location in it is not one of Azure’s names, such as westus or West US.',
    );
  }
  if (operationId === undefined || !OPERATION_ID.test(operationId)) {
    return refused(
      'bad-operation-id',
      'The operation’s id in it has characters that no id has. Please copy it whole, and nothing after it.',
    );
  }
  return {
    kind: 'reference',
    reference: {
      subscriptionId: subscriptionId.toLowerCase(),
      location,
      operationId: UUID.test(operationId) ? operationId.toLowerCase() : operationId,
    },
  };
}

function same(segment: string | undefined, lowerCaseName: string): boolean {
  return segment?.toLowerCase() === lowerCaseName;
}

function decode(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment).trim();
  } catch {
    return undefined; // Not percent-encoding: no segment that we know.
  }
}
