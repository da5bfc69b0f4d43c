import { type ArmError, armError } from './arm-error.ts';
import { DEFAULT_TENANT_ID, type SimulatedSubscription } from './simulated-subscription.ts';

export interface IncomingRequest {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly authorization: string | undefined;
}

export interface KnownWorld {
  readonly tokens: ReadonlySet<string>;
  /** By their ids in lower case. */
  readonly subscriptions: ReadonlyMap<string, SimulatedSubscription>;
  /** Display names are known too: `West US` is `westus`. */
  readonly regions: ReadonlySet<string>;
}

/** Made once: a world may have hundreds of subscriptions, and thousands of requests a second. */
export function knownWorld({
  tokens,
  subscriptions,
  locations,
}: {
  readonly tokens: readonly string[];
  readonly subscriptions: readonly SimulatedSubscription[];
  readonly locations: readonly string[];
}): KnownWorld {
  return {
    tokens: new Set(tokens),
    subscriptions: new Map(subscriptions.map((each) => [each.id.toLowerCase(), each])),
    regions: new Set(locations.map(regionOf)),
  };
}

/** `location` without spaces and in lower case, as are the ids. */
export type CheckedRequest =
  | {
      readonly kind: 'accepted';
      readonly subscriptionId: string;
      readonly location: string;
      readonly operationId: string;
    }
  | { readonly kind: 'refused'; readonly error: ArmError };

/** Those that have OperationProgress_Get and are stable; Microsoft's npm client still asks for the first. */
const API_VERSIONS = ['2023-12-30', '2024-12-30'];
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const PATH =
  /^\/subscriptions\/([^/]+)\/providers\/Microsoft\.DBforMySQL\/locations\/([^/]+)\/operationProgress\/([^/]+)$/i;

/** Checks a request as strictly as ARM does, in its order and with its error codes. */
export function checkRequest(request: IncomingRequest, world: KnownWorld): CheckedRequest {
  const url = new URL(request.target, 'http://simulated');
  const early = checkApiVersion(url) ?? checkToken(request.authorization, world.tokens);
  if (early !== undefined) return { kind: 'refused', error: early };
  const [subscriptionId, location, operationId] = (PATH.exec(url.pathname) ?? [])
    .slice(1)
    .map(decode);
  if (subscriptionId === undefined || location === undefined || operationId === undefined) {
    return { kind: 'refused', error: notServed(url.pathname) };
  }
  const error =
    checkSubscription(subscriptionId, world.subscriptions) ??
    checkLocation(location, world.regions) ??
    (request.method === 'GET' ? undefined : notAllowed(request.method));
  if (error !== undefined) return { kind: 'refused', error };
  return {
    kind: 'accepted',
    subscriptionId: subscriptionId.toLowerCase(),
    location: regionOf(location),
    operationId: operationId.toLowerCase(),
  };
}

/** The one spelling of a location: `West US` is `westus`. */
export function regionOf(location: string): string {
  return location.replaceAll(' ', '').toLowerCase();
}

function checkApiVersion(url: URL): ArmError | undefined {
  const version = url.searchParams.get('api-version') ?? '';
  if (version === '') {
    return armError(
      400,
      'MissingApiVersionParameter',
      'The api-version query parameter (?api-version=) is required for all requests.',
    );
  }
  if (API_VERSIONS.includes(version)) return undefined;
  return armError(
    400,
    'InvalidApiVersionParameter',
    `The api-version '${version}' is invalid. The supported versions are '${API_VERSIONS.join(',')}'.`,
  );
}

function checkToken(
  authorization: string | undefined,
  tokens: KnownWorld['tokens'],
): ArmError | undefined {
  const [, token = ''] = /^Bearer (.+)$/.exec(authorization ?? '') ?? [];
  if (tokens.has(token)) return undefined;
  const [code, message] =
    authorization === undefined
      ? ['AuthenticationFailed', "Authentication failed. The 'Authorization' header is missing."]
      : ['InvalidAuthenticationToken', 'The access token is invalid.'];
  return armError(401, code, message, {
    'www-authenticate': `Bearer authorization_uri="https://login.microsoftonline.com/", error="invalid_token", error_description="${message.replaceAll("'", '')}"`,
  });
}

function checkSubscription(
  id: string,
  subscriptions: KnownWorld['subscriptions'],
): ArmError | undefined {
  if (!UUID.test(id)) {
    return armError(
      400,
      'InvalidSubscriptionId',
      `The provided subscription identifier '${id}' is malformed or invalid.`,
    );
  }
  const known = subscriptions.get(id.toLowerCase());
  if (known === undefined) {
    return armError(404, 'SubscriptionNotFound', `The subscription '${id}' could not be found.`);
  }
  if (known.tenantId !== undefined && known.tenantId !== DEFAULT_TENANT_ID) {
    return otherTenant(known.tenantId);
  }
  if (known.reader ?? true) return undefined;
  return armError(
    403,
    'AuthorizationFailed',
    "The client '11111111-1111-4111-8111-111111111111' with object id '11111111-1111-4111-8111-111111111111' does not have authorization to perform action 'Microsoft.DBforMySQL/locations/operationProgress/read' " +
      `over scope '/subscriptions/${id}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
  );
}

/** In ARM's words, as in Azure/azure-sdk-for-net#49391. */
function otherTenant(tenantId: string): ArmError {
  return armError(
    401,
    'InvalidAuthenticationTokenTenant',
    `The access token is from the wrong issuer 'https://sts.windows.net/${DEFAULT_TENANT_ID}/'. It must match the tenant 'https://sts.windows.net/${tenantId}/' associated with this subscription. ` +
      `Please use the authority (URL) 'https://login.windows.net/${tenantId}' to get the token. Note, if the subscription is transferred to another tenant there is no impact to the services, but information about new tenant could take time to propagate (up to an hour). ` +
      'If you just transferred your subscription and see this error message, please try back later.',
    {
      'www-authenticate': `Bearer authorization_uri="https://login.windows.net/${tenantId}", error="invalid_token", error_description="The access token is from the wrong issuer. It must match the tenant associated with this subscription."`,
    },
  );
}

function checkLocation(location: string, regions: KnownWorld['regions']): ArmError | undefined {
  if (/^[ \w]+$/.test(location) && regions.has(regionOf(location))) return undefined;
  return armError(
    400,
    'NoRegisteredProviderFound',
    `No registered resource provider found for location '${location}' and API version '${API_VERSIONS.at(-1)}' for type 'locations/operationProgress'. ` +
      `The supported api-versions are '${API_VERSIONS.join(', ')}'. The supported locations are '${[...regions].join(', ')}'.`,
  );
}

function notServed(path: string): ArmError {
  return armError(
    404,
    'InvalidResourceType',
    `The resource type could not be found in the namespace 'Microsoft.DBforMySQL' for api version '${API_VERSIONS.at(-1)}': ${path}`,
  );
}

function notAllowed(method: string): ArmError {
  return armError(405, 'MethodNotAllowed', `The HTTP method '${method}' is not supported here.`, {
    allow: 'GET',
  });
}

function decode(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
