import { spellLocation } from '../azure/check-operation-path.ts';
import { type ParsedOperation, parseOperations } from '../azure/parse-operations.ts';
import { type CloudName, isKnownLocation, locationKey } from '../watch/locations.ts';
import type { OperationReference } from '../watch/operation-reference.ts';
import { nearestLocation, nearestOf } from './nearest.ts';
import type { Refusal } from './refusals.ts';

/** Which operations somebody means, in their own words. */
export interface Wish {
  /** What they pasted; it may name several. */
  readonly operation: string;
  /** Where they run, whatever their URLs say. */
  readonly location?: string;
  /** The location was put in quotes: it is meant so, though it is not known. */
  readonly isLocationMeant?: boolean;
  readonly subscription?: string;
  /** Where it is looked for if nothing says where it runs: a subscription by its id. */
  readonly usual?: Spoken | undefined;
}

/** Where operations may be read. */
export interface Reach {
  readonly cloud: CloudName;
  readonly armEndpoint: string;
  readonly subscriptions: readonly { readonly name: string; readonly id: string }[];
  readonly locations: readonly string[];
}

/** What a wish means: one operation, or a bare id that may be in any of several places. */
export type FoundOperation =
  | {
      readonly kind: 'reference';
      readonly reference: OperationReference;
      /** Nobody has said where it runs, but that it usually does. */
      readonly isUsualPlace?: boolean;
    }
  | { readonly kind: 'candidates'; readonly candidates: readonly OperationReference[] }
  | Refusal;

/** More places than this are not asked at once. */
const MOST_CANDIDATES = 60;
const MOST_OPERATIONS = 10;
const LOCATION = /^[ \w]{1,60}$/;

/** A place in words. */
interface Spoken {
  readonly location?: string | undefined;
  readonly subscription?: string | undefined;
}

/**
 * Works out which operations somebody means, without asking Azure.
 *
 * @returns one at least: each is answered
 */
export function findOperations(
  wish: Wish,
  reach: Reach,
): readonly [FoundOperation, ...FoundOperation[]] {
  const [first, ...more] = parseOperations(wish.operation, reach);
  if (more.length >= MOST_OPERATIONS) {
    return [
      refused(
        `That names ${more.length + 1} operations, and I take ${MOST_OPERATIONS} at once: please leave some for the next time.`,
      ),
    ];
  }
  const spoken = spokenPlace(wish, reach);
  const usual = usualPlace(wish, reach);
  const found = (operation: ParsedOperation) => placed(operation, spoken, usual, reach);
  return [found(first), ...more.map(found)];
}

function placed(
  operation: ParsedOperation,
  spoken: Spoken | Refusal,
  usual: Spoken,
  reach: Reach,
): FoundOperation {
  if (operation.kind === 'refused') return operation;
  if ('kind' in spoken) return spoken;
  if (operation.kind === 'reference') return movedTo(operation.reference, spoken, reach);
  const { location, subscription } = spoken;
  const found = placesFor(
    operation.operationId,
    { location: location ?? usual.location, subscription: subscription ?? usual.subscription },
    reach,
  );
  const isUsualPlace = location === undefined && usual.location !== undefined;
  return found.kind === 'reference' && isUsualPlace ? { ...found, isUsualPlace } : found;
}

/** What the bot may no longer read is not looked at, whatever is usual. */
function usualPlace({ usual = {} }: Wish, { subscriptions }: Reach): Spoken {
  const { location, subscription } = usual;
  const isListed = subscriptions.some(({ id }) => id === subscription);
  return { location, subscription: isListed ? subscription : undefined };
}

/** The place as it is said in words, its location checked. */
export function spokenPlace(wish: Omit<Wish, 'operation'>, reach: Reach): Spoken | Refusal {
  const { subscription } = wish;
  if (wish.location === undefined) return { subscription };
  const location = spellLocation(wish.location);
  if (!LOCATION.test(location)) {
    return refused(
      'That is no Azure location. Please give one such as "in westeurope" or "in West Europe".',
      'location',
    );
  }
  const isKnown =
    isKnownLocation(location) ||
    reach.locations.some((known) => locationKey(known) === locationKey(location));
  if (isKnown || wish.isLocationMeant) return { location, subscription };
  const meant = nearestLocation(location, reach.locations);
  return refused(
    `I know no Azure location “${location}”. ${meant ? `Did you mean “in ${meant}”? ` : ''}` +
      `If it is right all the same, put it in quotes: in "${location}"`,
    'location',
  );
}

/** What is said in words wins over what a URL says. */
function movedTo(reference: OperationReference, spoken: Spoken, reach: Reach): FoundOperation {
  const named = spoken.subscription === undefined ? undefined : subscriptionsFor(spoken, reach);
  if (named && 'kind' in named) return named;
  const subscriptionId = named?.[0]?.id ?? reference.subscriptionId;
  const listed = reach.subscriptions.some(({ id }) => id === subscriptionId);
  if (!listed) return refused(unlisted(`The subscription ${subscriptionId}`, reach));
  const isElsewhere =
    spoken.location !== undefined &&
    locationKey(spoken.location) !== locationKey(reference.location);
  const location = isElsewhere ? spoken.location : reference.location;
  return { kind: 'reference', reference: { ...reference, subscriptionId, location } };
}

function placesFor(operationId: string, spoken: Spoken, reach: Reach): FoundOperation {
  const subscriptions = subscriptionsFor(spoken, reach);
  if ('kind' in subscriptions) return subscriptions;
  const locations = spoken.location === undefined ? reach.locations : [spoken.location];
  if (locations.length === 0) {
    return refused(
      'Please say where that operation runs, such as "in westeurope", or give the URL from the response header.',
      'location',
    );
  }
  const candidates = subscriptions.flatMap(({ id }) =>
    locations.map((location) => ({ subscriptionId: id, location, operationId })),
  );
  if (candidates.length > MOST_CANDIDATES) {
    return refused(
      `That could be in any of ${candidates.length} places. Please add "in <location>" or "on <subscription>".`,
      'location',
    );
  }
  const [only, ...more] = candidates;
  return only && more.length === 0
    ? { kind: 'reference', reference: only }
    : { kind: 'candidates', candidates };
}

/** Those that are meant, of those that may be read. */
export function subscriptionsFor(
  { subscription }: Spoken,
  reach: Reach,
): Reach['subscriptions'] | Refusal {
  const asked = subscription?.toLowerCase();
  if (asked === undefined) return reach.subscriptions;
  const found = reach.subscriptions.filter(
    ({ name, id }) => name.toLowerCase() === asked || id === asked,
  );
  if (found.length > 0) return found;
  const meant = nearestOf(
    asked,
    reach.subscriptions.map(({ name }) => name),
  );
  const question = meant ? `Did you mean “on ${meant}”? ` : '';
  return refused(`${question}${unlisted('That subscription', reach)}`, 'subscription');
}

function unlisted(what: string, reach: Reach): string {
  const names = reach.subscriptions.map(({ name }) => name).join(', ');
  return `${what} is not among those that I may read (${names}). Whoever runs me can add it to AZURE_SUBSCRIPTIONS.`;
}

function refused(explanation: string, about?: Refusal['about']): Refusal {
  return { kind: 'refused', explanation, ...(about && { about }) };
}
