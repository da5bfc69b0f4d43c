import type { ChannelDefaults, DefaultsStore } from '../redis/defaults-store.ts';
import { knownLocations, locationKey, locationName } from '../watch/locations.ts';
import type { ChannelId } from '../watch/names.ts';
import type { Reach } from './find-operation.ts';
import { unlessLater } from './unless-later.ts';

/** What may be chosen from, each as it is shown. */
export interface FormChoices {
  /** Those in which an operation is looked for that says no location. */
  readonly ownLocations: readonly string[];
  /** The others of the same cloud. */
  readonly otherLocations: readonly string[];
  readonly subscriptions: readonly { readonly name: string; readonly id: string }[];
  /** Where the channel's operations usually run: a subscription by its id. */
  readonly defaults: Pick<ChannelDefaults, 'location' | 'subscription'>;
}

export interface FormDependencies {
  readonly reach: Reach;
  /** May take long: the form then begins with nothing chosen. */
  readonly defaults: Pick<DefaultsStore, 'of'>;
}

/** Slack takes a form for 3 s after it was asked for. */
const DEFAULTS_WITHIN_MS = 500;

/** What the form offers in a channel. @param channel undefined where nobody knows in which it is asked */
export async function formChoices(
  channel: ChannelId | undefined,
  { reach, defaults: store }: FormDependencies,
): Promise<FormChoices> {
  const known = channel === undefined ? undefined : store.of(channel).catch(() => undefined);
  const defaults = (known && (await unlessLater(known, DEFAULTS_WITHIN_MS, undefined))) ?? {};
  const ownLocations = [...new Set(reach.locations.map(locationName))];
  const own = new Set(ownLocations.map(locationKey));
  const otherLocations = knownLocations(reach.cloud).filter((name) => !own.has(locationKey(name)));
  return { ownLocations, otherLocations, subscriptions: reach.subscriptions, defaults };
}
