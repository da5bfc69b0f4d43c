import type { Logger } from 'pino';
import type { ChannelDefaults, DefaultsStore } from '../redis/defaults-store.ts';
import { locationName } from '../watch/locations.ts';
import type { Presser } from './asker.ts';
import { type Reach, spokenPlace, subscriptionsFor, type Wish } from './find-operation.ts';
import type { Refusal } from './refusals.ts';
import type { InTime, NoAnswer, Uncertain } from './store-in-time.ts';

/** What is asked of a channel's defaults; what is not named stays as it is. */
export type DefaultsWish = { readonly kind: 'show' | 'clear' } | SettingWish;

interface SettingWish extends Omit<Wish, 'operation' | 'usual'> {
  readonly kind: 'set';
  readonly isQuiet?: boolean;
}

/** What a channel's operations have in common, as it is shown. */
export interface DefaultsAnswer {
  readonly kind: 'defaults';
  /** Undefined where there are none. */
  readonly defaults: ChannelDefaults | undefined;
  readonly location: string | undefined;
  /** The subscription's name; undefined as well where it may no longer be read. */
  readonly subscription: string | undefined;
  readonly isChanged: boolean;
}

export interface DefaultsDependencies {
  readonly defaults: Pick<DefaultsStore, 'of' | 'change'>;
  readonly reach: Reach;
  readonly inTime: InTime;
  readonly now: () => number;
  readonly log: Logger;
}

/** Shows, changes or forgets what the asker's channel has in common. Whoever may use the bot there may do so. */
export async function channelDefaults(
  { channel, user }: Presser,
  wish: DefaultsWish,
  { defaults, reach, inTime, now, log }: DefaultsDependencies,
): Promise<DefaultsAnswer | Refusal | NoAnswer | Uncertain> {
  if (wish.kind === 'show') return shown(await defaults.of(channel), false, reach);
  const wished = wish.kind === 'set' ? checked(wish, reach) : undefined;
  if (wished && 'kind' in wished) return wished;
  const change = (before: ChannelDefaults | undefined) =>
    wished && { ...before, ...wished, changedBy: user, changedAt: now() };
  const storing = await inTime((deadline) => defaults.change(channel, change, deadline));
  if (storing.kind !== 'stored') return storing;
  log.info({ event: 'defaults.changed', channel, user, wish: wish.kind });
  return shown(storing.stored, true, reach);
}

/** As it is kept; its place is checked as for a watch. */
function checked(
  wish: SettingWish,
  reach: Reach,
): Omit<ChannelDefaults, 'changedBy' | 'changedAt'> | Refusal {
  const spoken = spokenPlace(wish, reach);
  if ('kind' in spoken) return spoken;
  const { location, subscription: named } = spoken;
  const subscriptions = named === undefined ? [] : subscriptionsFor({ subscription: named }, reach);
  if ('kind' in subscriptions) return subscriptions;
  const [subscription] = subscriptions;
  return {
    ...(location !== undefined && { location }),
    ...(subscription && { subscription: subscription.id }),
    ...(wish.isQuiet !== undefined && { isQuiet: wish.isQuiet }),
  };
}

function shown(
  defaults: ChannelDefaults | undefined,
  isChanged: boolean,
  { subscriptions }: Reach,
): DefaultsAnswer {
  const { location, subscription } = defaults ?? {};
  return {
    kind: 'defaults',
    defaults,
    location: location === undefined ? undefined : locationName(location),
    subscription: subscriptions.find(({ id }) => id === subscription)?.name,
    isChanged,
  };
}
