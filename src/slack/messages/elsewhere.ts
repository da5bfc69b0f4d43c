import type { ChannelId } from '../../watch/names.ts';
import type { Card } from '../../watch/watch-card.ts';
import type { WatchRecord } from '../../watch/watch-record.ts';
import { bounded } from '../../words/plain-text.ts';
import { context } from './blocks.ts';
import { cardFoot } from './card-foot.ts';
import { askerMarkup } from './markup.ts';
import { LIMITS, type Message, type MessageContext } from './message.ts';
import { placeWords } from './place-words.ts';

/**
 * A note that stands under no card, since that is gone or its channel takes none: it names all by which one knows
 * of what it speaks.
 */
export function standingAlone(
  message: Message,
  record: WatchRecord,
  card: Card,
  around: MessageContext,
): Message {
  const whose = `Asked by ${askerMarkup(card.askedBy)}, ${placeWords(record, around)}.`;
  return {
    ...message,
    text: bounded(`${message.text} ${whose}`, LIMITS.text),
    blocks: [...message.blocks, ...cardFoot(record, card, around)],
  };
}

/** The same message for another place than the one that it belongs to. */
export function saidElsewhere(message: Message, refusedChannel: ChannelId): Message {
  return withReason(message, `I can't post in <#${refusedChannel}>, so I say it here.`);
}

/** The same answer for another place than the one where it was asked for. */
export function answeredElsewhere(message: Message, askedIn: ChannelId): Message {
  return withReason(message, `You asked in <#${askedIn}>, and I could not answer there.`);
}

function withReason(message: Message, why: string): Message {
  const { text, blocks } = message;
  return {
    ...message,
    text: bounded(`${text} ${why}`, LIMITS.text),
    blocks: [...blocks, context(why)],
  };
}
