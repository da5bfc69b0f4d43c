import { knownLocations, locationKey, locationName } from '../watch/locations.ts';
import type { ChannelId } from '../watch/names.ts';
import type { Reach } from './find-operation.ts';
import { unlessLater } from './unless-later.ts';

/** What a channel watches without being asked each time: a location, a subscription by its id. */
interface ChannelDefaults {
  readonly location?: string;
  readonly subscription?: string;
}

/** What may be chosen from, each as it is shown. */
export interface FormChoices {
  /** Those in which an operation is looked for that says no location. */
  readonly ownLocations: readonly string[];
  readonly otherLocations: readonly string[];
  readonly subscriptions: readonly { readonly name: string; readonly id: string }[];
  readonly defaults: ChannelDefaults;
}

export interface FormDependencies {
  readonly reach: Reach;
  /** May reject, and may take long: the form then begins with nothing chosen. */
  readonly defaultsOf: (channel: ChannelId) => Promise<ChannelDefaults>;
}

/** Slack takes a form for 3 s after it was asked for. */
const DEFAULTS_WITHIN_MS = 500;

/** What the form offers in a channel. @param channel undefined where nobody knows in which it is asked */
export async function formChoices(
  channel: ChannelId | undefined,
  { reach, defaultsOf }: FormDependencies,
): Promise<FormChoices> {
  const known = channel === undefined ? undefined : defaultsOf(channel).catch(() => ({}));
  const defaults = known ? await unlessLater(known, DEFAULTS_WITHIN_MS, {}) : {};
  const ownLocations = [...new Set(reach.locations.map(locationName))];
  const own = new Set(ownLocations.map(locationKey));
  const otherLocations = knownLocations().filter((name) => !own.has(locationKey(name)));
  return { ownLocations, otherLocations, subscriptions: reach.subscriptions, defaults };
}
