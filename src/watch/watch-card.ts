import * as v from 'valibot';
import { AskerId } from './askers.ts';
import { CardKey, ChannelId, UserId } from './names.ts';

const timestampMs = v.number();

/** One Slack message that shows the watch, and who asked for it. */
const card = {
  key: CardKey,
  channel: ChannelId,
  askedBy: AskerId,
  askedAt: timestampMs,
  label: v.optional(v.string()),
  /** It stands where only some people can see it: others do not find it in a list. */
  isPrivate: v.optional(v.boolean()),
  /** Who is mentioned in the note of its end, beside who asked; MOST_TOLD at most. */
  tellAlso: v.optional(v.array(UserId)),
  /** Only what matters is told in its thread: its end, and conditions. */
  isQuiet: v.optional(v.boolean()),
  /** Where the asker alone can be answered, for 30 minutes. A secret: never logged. */
  responseUrl: v.optional(v.string()),
};

/**
 * It follows the watch. `waiting`: there is nothing to show yet. `standing`: its message is posted, or owed.
 * `lost`: that was deleted, or can't be edited any more; how the watch ends is told by a new message in its
 * channel.
 */
const ActiveCard = v.object({ ...card, state: v.picklist(['waiting', 'standing', 'lost']) });
type ActiveCard = v.InferOutput<typeof ActiveCard>;

/** Somebody has stopped it: whatever becomes of the watch, it says no more. */
const StoppedCard = v.object({
  ...card,
  state: v.literal('stopped'),
  stoppedBy: AskerId,
  stoppedAt: timestampMs,
  /** Its message stood when it was stopped, and nobody has deleted it since. */
  stands: v.boolean(),
});

export const Card = v.variant('state', [ActiveCard, StoppedCard]);
export type Card = v.InferOutput<typeof Card>;

/** Whatever has cards: the record of a watch. */
interface Cards {
  readonly cards: readonly Card[];
}

/** Cards that still follow the watch. */
export function activeCards({ cards }: Cards): readonly ActiveCard[] {
  return cards.filter((card) => card.state !== 'stopped');
}

/** Cards that somebody has stopped in a channel. */
export function stoppedCards({ cards }: Cards, channel: ChannelId): readonly CardKey[] {
  return cards
    .filter((card) => card.channel === channel && card.state === 'stopped')
    .map(({ key }) => key);
}

/** Whether a card's message is posted or owed, and not deleted. */
export function cardStands(card: Card): boolean {
  return card.state === 'stopped' ? card.stands : card.state === 'standing';
}

/** Keys of the cards that stand in their channels and still follow the watch. */
export function standingCards({ cards }: Cards): readonly CardKey[] {
  return cards.filter(({ state }) => state === 'standing').map(({ key }) => key);
}

/** Of these cards those that are told what is merely good to know, too. */
export function talkativeCards({ cards }: Cards, keys: readonly CardKey[]): readonly CardKey[] {
  return cards.filter(({ key, isQuiet }) => keys.includes(key) && !isQuiet).map(({ key }) => key);
}

export function cardOf({ cards }: Cards, cardKey: CardKey): Card | undefined {
  return cards.find(({ key }) => key === cardKey);
}
