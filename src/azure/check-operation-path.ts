import { isKnownLocation, locationKey, locationName } from '../watch/locations.ts';
import type { OperationReference } from '../watch/operation-reference.ts';
import type { MentionedPath } from './find-mentions.ts';
import { type RefusedOperation, refused } from './refused-operation.ts';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** The published specification's pattern; the bound and the outer letters are ours. */
const LOCATION = /^\w(?:[ \w]{0,62}\w)?$/;
const OPERATION_ID = /^[a-z0-9][a-z0-9._-]{0,127}$/i;

/** Makes a reference of a path's parts, each checked. */
export function checkOperationPath({
  subscriptionId,
  location,
  operationId,
}: Pick<MentionedPath, 'subscriptionId' | 'location' | 'operationId'>):
  | { readonly kind: 'reference'; readonly reference: OperationReference }
  | RefusedOperation {
  if (!UUID.test(subscriptionId)) {
    return refused(
      'bad-subscription',
      'The subscription’s id in it is not a UUID. Please copy it whole.',
    );
  }
  const spelled = spellLocation(location);
  if (!LOCATION.test(spelled)) {
    return refused(
      'bad-location',
      'The location in it is not one of Azure’s names, such as westus or West US.',
    );
  }
  if (!OPERATION_ID.test(operationId)) {
    return refused(
      'bad-operation-id',
      'The operation’s id in it has characters that no id has. Please copy it whole, and nothing after it.',
    );
  }
  return {
    kind: 'reference',
    reference: {
      subscriptionId: subscriptionId.toLowerCase(),
      location: spelled,
      operationId: UUID.test(operationId) ? operationId.toLowerCase() : operationId,
    },
  };
}

/** Whether all parts of a reference are such as this file makes: what is kept may have been altered since. */
export function isOperationReference(reference: OperationReference): boolean {
  const { subscriptionId, location, operationId } = reference;
  return UUID.test(subscriptionId) && LOCATION.test(location) && OPERATION_ID.test(operationId);
}

/** A location as Azure spells it: percent-encoded or not, with `+` for a space, with its geography, or wrapped. */
export function spellLocation(text: string): string {
  // A wrap may stand within a percent-encoded space.
  const plain = decoded(text.replaceAll(/%\s*([\da-f])\s*([\da-f])/gi, '%$1$2'))
    .replaceAll('+', ' ')
    .replace(/^\s*\([\w ]{1,40}\)/, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
  const isSpelledWell = plain === locationKey(plain) || !isKnownLocation(plain);
  return isSpelledWell ? plain : locationName(plain);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // Not percent-encoding: no location that we know.
  }
}
