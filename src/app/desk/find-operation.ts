import { parseOperation } from '../../azure/parse-operation.ts';
import type { Refusal, Wish } from '../../slack/desk.ts';
import { type OperationReference, referenceKey } from '../../watch/operation-reference.ts';

/** Where operations may be read. */
export interface Reach {
  readonly armEndpoint: string;
  readonly subscriptions: readonly { readonly name: string; readonly id: string }[];
  readonly locations: readonly string[];
}

/** What a wish means: one operation, or a bare id that may be in any of several places. */
export type FoundOperation =
  | { readonly kind: 'reference'; readonly reference: OperationReference }
  | { readonly kind: 'candidates'; readonly candidates: readonly OperationReference[] }
  | Refusal;

/** More places than this are not asked at once. */
const MOST_CANDIDATES = 60;
const LOCATION = /^[ \w]{1,60}$/;

/** Works out which operation somebody means, without asking Azure. */
export function findOperation(wish: Wish, reach: Reach): FoundOperation {
  const parsed = parseOperation(wish.operation, reach);
  switch (parsed.kind) {
    case 'refused':
      return parsed;
    case 'reference':
      return checkReference(parsed.reference, wish, reach);
    case 'bare':
      return placesFor(parsed.operationId, wish, reach);
    default:
      return parsed satisfies never;
  }
}

function checkReference(reference: OperationReference, wish: Wish, reach: Reach): FoundOperation {
  const listed = reach.subscriptions.some(({ id }) => id === reference.subscriptionId);
  if (!listed) return refused(unlisted(`The subscription ${reference.subscriptionId}`, reach));
  const subscription = subscriptionsFor(wish, reach);
  if ('kind' in subscription) return subscription;
  const location = wish.location ?? reference.location;
  const agrees =
    subscription.some(({ id }) => id === reference.subscriptionId) &&
    referenceKey({ ...reference, location }) === referenceKey(reference);
  return agrees
    ? { kind: 'reference', reference }
    : refused(
        'The operation itself says where it runs, and that differs from what you added. Please leave "in" and "on" away.',
      );
}

function placesFor(operationId: string, wish: Wish, reach: Reach): FoundOperation {
  if (wish.location !== undefined && !LOCATION.test(wish.location)) {
    return refused(
      'That is no Azure location. Please give one such as "in westeurope" or "in West Europe".',
    );
  }
  const subscriptions = subscriptionsFor(wish, reach);
  if ('kind' in subscriptions) return subscriptions;
  const locations = wish.location === undefined ? reach.locations : [wish.location];
  if (locations.length === 0) {
    return refused(
      'Please say where that operation runs, such as "in westeurope", or give the URL from the response header.',
    );
  }
  const candidates = subscriptions.flatMap(({ id }) =>
    locations.map((location) => ({ subscriptionId: id, location, operationId })),
  );
  if (candidates.length > MOST_CANDIDATES) {
    return refused(
      `That could be in any of ${candidates.length} places. Please add "in <location>" or "on <subscription>".`,
    );
  }
  const [only, ...more] = candidates;
  return only && more.length === 0
    ? { kind: 'reference', reference: only }
    : { kind: 'candidates', candidates };
}

function subscriptionsFor(wish: Wish, reach: Reach): Reach['subscriptions'] | Refusal {
  const asked = wish.subscription?.toLowerCase();
  if (asked === undefined) return reach.subscriptions;
  const found = reach.subscriptions.filter(
    ({ name, id }) => name.toLowerCase() === asked || id === asked,
  );
  return found.length > 0 ? found : refused(unlisted('That subscription', reach));
}

function unlisted(what: string, reach: Reach): string {
  const names = reach.subscriptions.map(({ name }) => name).join(', ');
  return `${what} is not among those that I may read (${names}). Whoever runs me can add it to AZURE_SUBSCRIPTIONS.`;
}

function refused(explanation: string): Refusal {
  return { kind: 'refused', explanation };
}
