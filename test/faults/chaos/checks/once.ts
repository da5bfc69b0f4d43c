import { UNREADABLE_CHANNELS } from '../plan/places.ts';
import { isAccepted, isRefused } from './answers.ts';
import type { Attempt, Observation } from './observation.ts';
import { type Told, toldIn } from './told.ts';
import { unknownCopies } from './unknown-copies.ts';
import type { Violation } from './violation.ts';

const PROMISE = 'nothing is told twice';

/** No post twice, and no more cards in a channel than there were commands that could begin one. */
export function once(observation: Observation): readonly Violation[] {
  const all = toldIn(observation);
  const unknown = unknownCopies(all, observation);
  const told = all.filter((post) => !unknown.has(post));
  return [...nameless(told), ...repeated(told), ...tooManyCards(told, observation)];
}

/** A post without an id could be told twice and nobody would see it. */
function nameless(told: readonly Told[]): readonly Violation[] {
  return told
    .filter(({ id, message }) => id === undefined && message.origin === 'api')
    .map((post) => violation(post, `a message carries no id: ${post.message.text}`));
}

function repeated(told: readonly Told[]): readonly Violation[] {
  const byId = Map.groupBy(told, ({ id }) => id);
  return [...byId].flatMap(([id, [first, ...more]]) => {
    if (id === undefined || !first || more.length === 0 || isExcused(first)) return [];
    const times = [first, ...more].map(
      ({ message }) =>
        `${message.channel}/${message.ts} at ${new Date(message.postedAt).toISOString()}`,
    );
    return [violation(first, `${id} was posted ${times.length} times: ${times.join(', ')}`)];
  });
}

/** Where the bot can't look, a second telling is better than none; of a milestone it is not. */
function isExcused({ message, what = '' }: Told): boolean {
  return UNREADABLE_CHANNELS.has(message.channel) && !what.startsWith('milestone');
}

function tooManyCards(told: readonly Told[], { attempts }: Observation): readonly Violation[] {
  const cards = told.filter(({ what, operation }) => what === 'card' && operation);
  const places = Map.groupBy(
    cards,
    ({ message, operation }) => `${operation?.index}/${message.channel}`,
  );
  return [...places.values()].flatMap(([card, ...more]) => {
    if (!card || UNREADABLE_CHANNELS.has(card.message.channel)) return [];
    const asked = beginnings(
      attempts.filter(
        ({ operation, channel }) =>
          operation === card.operation?.index && channel === card.message.channel,
      ),
    );
    const count = 1 + more.length;
    return count > Math.max(1, asked)
      ? [violation(card, `${count} cards, though it was asked for ${asked} times`)]
      : [];
  });
}

/** How many commands may have begun a watch: Slack may have sent again what was refused at first. */
function beginnings(attempts: readonly Attempt[]): number {
  const asks = attempts.filter(({ kind }) => kind === 'ask');
  const again = attempts.filter((attempt) => attempt.kind === 'redelivery' && isAccepted(attempt));
  const refused = asks.filter(isRefused).length;
  return asks.length - refused + Math.min(refused, again.length);
}

function violation({ message, operation }: Told, what: string): Violation {
  return {
    ...{ promise: PROMISE, what, channel: message.channel },
    ...(operation && { operation: operation.index }),
  };
}
