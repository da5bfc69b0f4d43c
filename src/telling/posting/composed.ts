import type { Place } from '../../slack/api/place.ts';
import type { SlackFailure } from '../../slack/api/slack-failure.ts';
import type { SlackWriter } from '../../slack/api/slack-writer.ts';
import { saidElsewhere } from '../../slack/messages/elsewhere.ts';
import type { Message } from '../../slack/messages/message.ts';
import { isPerson } from '../../watch/askers.ts';
import type { ChannelId, UserId } from '../../watch/names.ts';
import type { RoutePlace } from '../../watch/route.ts';
import { activeCards } from '../../watch/watch-card.ts';
import type { WatchRecord } from '../../watch/watch-record.ts';

/**
 * A post, ready to be sent. `nowhere`: there is no such place. `obsolete`: it need not be said any
 * more. `early`: something that belongs to it is about to come.
 */
export type Composed =
  | { readonly kind: 'post'; readonly place: Place; readonly message: Message }
  | { readonly kind: 'nowhere' }
  | { readonly kind: 'obsolete' }
  | { readonly kind: 'early'; readonly afterMs: number }
  | SlackFailure;

/** The channels of a route, and the way to one person. */
export interface RouteChannels {
  readonly writer: SlackWriter;
  readonly oncallChannel: ChannelId;
  readonly escalationChannel?: ChannelId | undefined;
  readonly fallbackChannel: ChannelId | undefined;
}

export const NO_SUCH_PLACE = { kind: 'nowhere' } as const;
export const OBSOLETE = { kind: 'obsolete' } as const;

/**
 * What on-call is to know, at one place of its route.
 *
 * @param about whose askers are told where no channel takes it
 */
export async function toOncall(
  message: Message,
  at: RoutePlace,
  dependencies: RouteChannels,
  about?: WatchRecord,
): Promise<Composed> {
  const channel = dependencies.oncallChannel;
  if (at === 'escalation') {
    const { escalationChannel } = dependencies;
    return escalationChannel
      ? { kind: 'post', place: { channel: escalationChannel }, message }
      : NO_SUCH_PLACE;
  }
  if (at === 'oncall') return { kind: 'post', place: { channel }, message };
  const askers = about && [...activeCards(about), ...about.cards].map(({ askedBy }) => askedBy);
  const asker = askers?.find(isPerson);
  return await elsewhere(message, channel, at, asker, dependencies);
}

/** The same for what its own place does not take: says so. */
export async function elsewhere(
  message: Message,
  refusedChannel: ChannelId,
  at: RoutePlace,
  asker: UserId | undefined,
  { fallbackChannel, writer }: RouteChannels,
): Promise<Composed> {
  const said = saidElsewhere(message, refusedChannel);
  if (at === 'fallback' && fallbackChannel) {
    return { kind: 'post', place: { channel: fallbackChannel }, message: said };
  }
  if (at !== 'direct' || !asker) return NO_SUCH_PLACE;
  const opened = await writer.openDirect(asker);
  return opened.kind === 'opened'
    ? { kind: 'post', place: { channel: opened.channel }, message: said }
    : opened;
}

/** A reply to a message of ours; obsolete where one of both is not there. */
export function inThread(
  parent: { readonly channel: ChannelId; readonly ts: string } | undefined,
  message: Message | undefined,
): Composed {
  if (!parent || !message) return OBSOLETE;
  return { kind: 'post', place: { channel: parent.channel, threadTs: parent.ts }, message };
}
