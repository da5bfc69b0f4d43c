import type { Finding } from '../../asking/doctor.ts';
import type { Config } from '../../config/config.ts';
import { locationName } from '../../watch/locations.ts';
import type { FailureKind, Reading, ReadOperation } from '../../watch/reading.ts';

/** No operation has it: an answer that nobody knows it comes from whoever would let us read one that is there. */
const NO_OPERATION = '00000000-0000-0000-0000-000000000000';

/** A region of each cloud, where the settings name none. */
const SOME_LOCATION = { public: 'eastus', usgov: 'usgovvirginia', china: 'chinaeast2' } as const;

/**
 * Whether the bot can sign in at Azure and may read each subscription, by a read of an operation that does not
 * exist. What keeps it from several is said once.
 */
export async function examineAzure(
  {
    subscriptions,
    locations,
    cloud,
  }: Pick<Config['azure'], 'subscriptions' | 'locations' | 'cloud'>,
  read: ReadOperation,
): Promise<readonly Finding[]> {
  const location = locations[0] ?? SOME_LOCATION[cloud];
  const looks = subscriptions.map(async ({ name, id }) => {
    const reference = { subscriptionId: id, location, operationId: NO_OPERATION };
    return { name, finding: findingOf(await read(reference, {}), location) };
  });
  const grouped = Map.groupBy(await Promise.all(looks), ({ finding: { state, says } }) =>
    JSON.stringify([state, says]),
  );
  return [...grouped.values()].flatMap(([first, ...more]) => {
    if (!first) return [];
    const names = [first, ...more].map(({ name }) => name);
    return [{ ...first.finding, about: `Azure, ${names.join(', ')}` }];
  });
}

function findingOf(reading: Reading, location: string): Omit<Finding, 'about'> {
  if (reading.kind === 'snapshot' || reading.failure === 'not-found') {
    return { state: 'fine', says: 'I can sign in, and may read it.' };
  }
  const says = `Asked in ${locationName(location)}: ${reading.explanation}`;
  return { state: STATES[reading.failure], says };
}

/** What a failed read says about our right to read. */
const STATES: Readonly<Record<Exclude<FailureKind, 'not-found'>, Finding['state']>> = {
  unauthorized: 'fault',
  'other-tenant': 'fault',
  forbidden: 'fault',
  'off-limits': 'fault',
  unsupported: 'notice',
  throttled: 'unknown',
  transient: 'unknown',
  invalid: 'unknown',
};
