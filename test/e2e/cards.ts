import type { SimulatedMessage } from '../../src/sandbox/slack/state/message.ts';
import type { World } from '../../src/sandbox/world.ts';

type Operation = { readonly operationId: string };

/** The cards that show an operation in a channel: there must never be more than one. */
export function cardsOf(
  world: Pick<World, 'slack'>,
  channel: string,
  { operationId }: Operation,
): readonly SimulatedMessage[] {
  return world.slack
    .messages(channel)
    .filter(({ blocks }) => JSON.stringify(blocks).includes(operationId));
}

/** Waits until an operation's card in a channel reads like this. */
export async function untilCard(
  world: Pick<World, 'slack'>,
  channel: string,
  operation: Operation,
  text: RegExp,
  timeoutMs = 15_000,
): Promise<SimulatedMessage> {
  return await world.slack.until(
    () => cardsOf(world, channel, operation).find((card) => text.test(card.text)),
    { timeoutMs, what: `a card of ${operation.operationId} with ${text}` },
  );
}

/** Waits until a thread's last reply reads like this, and returns all replies' texts. */
export async function untilThread(
  world: Pick<World, 'slack'>,
  card: SimulatedMessage,
  last: RegExp,
): Promise<readonly string[]> {
  return await world.slack.until(
    () => {
      const replies = world.slack.thread(card.channel, card.ts).map(({ text }) => text);
      return last.test(replies.at(-1) ?? '') && replies;
    },
    { timeoutMs: 15_000, what: `a thread that ends with ${last}` },
  );
}

/** All that a message shows, as one text. */
export function shownIn(message: Pick<SimulatedMessage, 'blocks'>): string {
  return JSON.stringify(message.blocks);
}

/** The same, with the pieces of rich text that are shown in a line put together. */
export function spokenIn(message: Pick<SimulatedMessage, 'blocks'>): string {
  return shownIn(message).replaceAll(/"(?:,"style":\{[^}]*\})?\},\{"type":"text","text":"/g, '');
}
