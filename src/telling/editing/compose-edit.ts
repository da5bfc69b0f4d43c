import type { AcknowledgementStore } from '../../redis/acknowledgement-store.ts';
import type { WatchStore } from '../../redis/watch-store.ts';
import { alertMessage } from '../../slack/messages/alert.ts';
import { cardMessage } from '../../slack/messages/card.ts';
import { saidElsewhere } from '../../slack/messages/elsewhere.ts';
import type { Message } from '../../slack/messages/message.ts';
import type { ChannelId, ReminderMessage, StandingMessage } from '../../watch/names.ts';
import { cardOf, cardStands } from '../../watch/watch-card.ts';
import { isLive } from '../../watch/watch-record.ts';
import { cardLink } from '../card-link.ts';
import { composeDigest } from '../digests/compose-digest.ts';
import { forOncall } from '../for-oncall.ts';
import { lookAfterEnding, lookOf } from '../look-of.ts';
import { type ComposeReminderDependencies, composeReminder } from '../paging/compose-reminder.ts';

/** How a message of ours is to look, where it stands, and how it was last seen to look. */
export interface ComposedEdit {
  readonly place: { readonly channel: ChannelId; readonly ts: string };
  readonly message: Message;
  /** Names how it is to look. */
  readonly look: string;
  readonly shown: string | undefined;
}

export interface ComposeEditDependencies extends ComposeReminderDependencies {
  readonly acknowledgements: AcknowledgementStore;
  readonly watches: WatchStore;
  readonly oncallChannel: ChannelId;
  readonly escalationChannel?: ChannelId | undefined;
}

/** @returns undefined where it does not stand, or is no longer kept */
export async function composeEdit(
  standing: StandingMessage,
  dependencies: ComposeEditDependencies,
): Promise<ComposedEdit | undefined> {
  const { watches, deliveries, acknowledgements, around, oncallChannel } = dependencies;
  switch (standing.kind) {
    case 'card': {
      const { watchId, cardKey } = standing;
      const [stored, posted, endingTold] = await Promise.all([
        watches.load(watchId),
        deliveries.card(watchId, cardKey),
        deliveries.endingTold(watchId, cardKey),
      ]);
      const card = stored && cardOf(stored.record, cardKey);
      if (!stored || !card || !posted || !cardStands(card)) return undefined;
      const care = isLive(stored.record) ? {} : await acknowledgements.ofEnding(watchId);
      const message = cardMessage(stored.record, card, around, care);
      return {
        place: { channel: card.channel, ts: posted.ts },
        message,
        look: endingTold === 'thread' ? lookAfterEnding(message) : lookOf(message),
        shown: posted.shown,
      };
    }
    case 'alert': {
      const { watchId } = standing;
      const [stored, posted, care] = await Promise.all([
        watches.load(watchId),
        deliveries.alertShown(standing),
        acknowledgements.ofAlert(watchId),
      ]);
      if (!stored || !posted) return undefined;
      const told = forOncall(stored.record, around);
      const link = await cardLink(told, dependencies);
      const message = alertMessage(told, link, around, care);
      return asPosted(message, posted, oncallChannel);
    }
    case 'digest': {
      const posted = await deliveries.alertShown(standing);
      const message = posted && (await composeDigest(standing, dependencies));
      return message && asPosted(message, posted, oncallChannel);
    }
    case 'reminder':
      return await composeReminderEdit(standing, dependencies);
    default:
      return standing satisfies never;
  }
}

async function composeReminderEdit(
  standing: ReminderMessage,
  dependencies: ComposeEditDependencies,
): Promise<ComposedEdit | undefined> {
  const { deliveries, oncallChannel, escalationChannel } = dependencies;
  const posted = await deliveries.alertShown(standing);
  const reminder = posted && (await composeReminder(standing, dependencies));
  if (!reminder) return undefined;
  const isEscalated = posted.channel === escalationChannel;
  return asPosted(reminder.message, posted, isEscalated ? posted.channel : oncallChannel);
}

/** What on-call was told in another channel says so. */
function asPosted(
  message: Message,
  { channel, ts, shown }: { channel: ChannelId; ts: string; shown: string | undefined },
  oncallChannel: ChannelId,
): ComposedEdit {
  const said = channel === oncallChannel ? message : saidElsewhere(message, oncallChannel);
  return { place: { channel, ts }, message: said, look: lookOf(said), shown };
}
