import { alertMessage } from '../slack/messages/alert.ts';
import { cardMessage } from '../slack/messages/card.ts';
import { saidElsewhere } from '../slack/messages/elsewhere.ts';
import type { Message } from '../slack/messages/message.ts';
import type { AcknowledgementStore } from '../store/acknowledgement-store.ts';
import type { WatchStore } from '../store/watch-store.ts';
import type { StandingMessage } from '../watch/standing-message.ts';
import { cardLink, cardOf } from './card-link.ts';
import { type ComposePageDependencies, composePage } from './compose-page.ts';

/** How a message of ours is to look, where it stands, and how it was last seen to look. */
export interface ComposedEdit {
  readonly place: { readonly channel: string; readonly ts: string };
  readonly message: Message;
  readonly shown: string | undefined;
}

export interface ComposeEditDependencies extends ComposePageDependencies {
  readonly acknowledgements: AcknowledgementStore;
  readonly watches: WatchStore;
  readonly oncallChannel: string;
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
      const [stored, posted] = await Promise.all([
        watches.load(watchId),
        deliveries.card(watchId, cardKey),
      ]);
      const card = stored && cardOf(stored.record, cardKey);
      if (!stored || !card || !posted || posted.isLost) return undefined;
      return {
        place: { channel: card.channel, ts: posted.ts },
        message: cardMessage(stored.record, card, around),
        shown: posted.shown,
      };
    }
    case 'alert': {
      const { watchId } = standing;
      const [stored, posted, acknowledged] = await Promise.all([
        watches.load(watchId),
        deliveries.alertShown(standing),
        acknowledgements.ofAlert(watchId),
      ]);
      if (!stored || !posted) return undefined;
      const link = await cardLink(stored.record, dependencies);
      const message = alertMessage(stored.record, link, around, acknowledged);
      return asPosted(message, posted, oncallChannel);
    }
    case 'storm': {
      const posted = await deliveries.alertShown(standing);
      const message = posted && (await composePage(standing, dependencies));
      return message && asPosted(message, posted, oncallChannel);
    }
    default:
      return standing satisfies never;
  }
}

/** What on-call was told in another channel says so. */
function asPosted(
  message: Message,
  { channel, ts, shown }: { channel: string; ts: string; shown: string | undefined },
  oncallChannel: string,
): ComposedEdit {
  const said = channel === oncallChannel ? message : saidElsewhere(message, oncallChannel);
  return { place: { channel, ts }, message: said, shown };
}
