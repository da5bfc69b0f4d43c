import type { OperationReference } from '../watch/operation-reference.ts';
import { isOperationReference } from './check-operation-path.ts';

/** The stable version of the API whose answers we understand. */
export const API_VERSION = '2024-12-30';

/** The ARM id under which Azure reports an operation's progress, percent-encoded. */
export function operationPath(reference: OperationReference): string {
  const subscriptionId = encodeURIComponent(reference.subscriptionId);
  const location = encodeURIComponent(reference.location);
  const operationId = encodeURIComponent(reference.operationId);
  return `/subscriptions/${subscriptionId}/providers/Microsoft.DBforMySQL/locations/${location}/operationProgress/${operationId}`;
}

/**
 * The URL to read, built from nothing but the reference: no signature of a pasted URL gets into it, and
 * nothing that would lead a token to another path, such as `..`.
 *
 * @throws where the reference is none that people can ask for
 */
export function operationUrl(armEndpoint: string, reference: OperationReference): string {
  if (!isOperationReference(reference)) throw new TypeError('That reference names no operation.');
  return `${armEndpoint.replace(/\/$/, '')}${operationPath(reference)}?api-version=${API_VERSION}`;
}
