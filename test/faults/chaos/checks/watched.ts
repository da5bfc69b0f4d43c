import { type FinalVerdict, historyOf } from '../plan/histories.ts';
import { FALLBACK } from '../plan/places.ts';
import type { PlannedOperation } from '../plan/planned-operation.ts';
import { isAccepted } from './answers.ts';
import type { Deed, Observation } from './observation.ts';
import { asidesOn, type Told, toldIn } from './told.ts';
import { unknownCopies } from './unknown-copies.ts';
import { saysOneOf } from './verdict-words.ts';

const NOT_WATCHED = /\bnot\*? being watched\b/;

/** An operation as one channel sees it, with all that the checks of its ending need. */
export interface Watched {
  readonly operation: PlannedOperation;
  readonly channel: string;
  readonly verdicts: readonly FinalVerdict[];
  /** Who asked in that channel and was accepted. */
  readonly askers: readonly string[];
  /** All that is told of the operation, anywhere. */
  readonly told: readonly Told[];
  readonly cards: readonly Told[];
  /** What was done to the channel, or to the operation's card in it. */
  readonly deeds: readonly Deed[];
  /** What its askers were told alone. */
  readonly asides: readonly { readonly channel: string; readonly text: string }[];
}

/** Every operation in every channel that was told that it is watched, or has a card of it. */
export function watchedIn(observation: Observation): readonly Watched[] {
  const posts = toldIn(observation);
  const unknown = unknownCopies(posts, observation);
  const all = Map.groupBy(posts, ({ operation }) => operation?.index);
  const accepted = Map.groupBy(
    observation.attempts.filter(isAccepted),
    ({ operation }) => operation,
  );
  return observation.plan.operations.flatMap((operation) => {
    const told = all.get(operation.index) ?? [];
    const asks = accepted.get(operation.index) ?? [];
    const cards = told.filter((post) => post.what === 'card' && !unknown.has(post));
    const channels = new Set([...asks, ...cards.map(({ message }) => message)].map(channelOf));
    return [...channels].map((channel) => {
      const askers = asks.filter((ask) => ask.channel === channel).map(({ user }) => user);
      const { verdicts } = historyOf(operation.history);
      return {
        ...{ operation, channel, verdicts, askers, told },
        cards: cards.filter(({ message }) => message.channel === channel),
        deeds: observation.deeds.filter((deed) => isAbout(deed, operation, channel)),
        asides: asidesOn(operation, observation).filter(({ user }) => askers.includes(user)),
      };
    });
  });
}

function channelOf({ channel }: { readonly channel: string }): string {
  return channel;
}

function isAbout(deed: Deed, { index }: PlannedOperation, channel: string): boolean {
  return deed.channel === channel && (deed.operation ?? index) === index;
}

/** When the channel, or that card in it, was lost; undefined where both stand. */
export function lostAt({ deeds }: Watched, card?: Told): number | undefined {
  const times = deeds
    .filter(
      ({ kind, ts }) =>
        kind === 'lose channel' || (kind === 'delete card' && ts === card?.message.ts),
    )
    .map(({ at }) => at);
  return times.length === 0 ? undefined : Math.min(...times);
}

/** When the channel was closed for a while: what was owed meanwhile may have been told elsewhere. */
export function closedAt({ deeds }: Watched): number | undefined {
  return deeds.find(({ kind }) => kind === 'close channel')?.at;
}

/** Somebody pressed Stop, or gave the command, and was not refused. */
export function mayBeStopped({ deeds }: Watched): boolean {
  return deeds.some(({ kind }) => kind === 'stop');
}

/**
 * Its asker alone was told that there is no such operation: in the channel where it was asked, or where
 * that can't be, in their conversation with the bot.
 */
export function isToldAside({ asides, channel, askers, told }: Watched): boolean {
  const said = [
    ...asides.filter((aside) => aside.channel === channel),
    ...told.map(({ message }) => message).filter((message) => isDirect(message, askers)),
  ];
  return said.some(({ text }) => saysOneOf(text, ['not-found']));
}

function isDirect({ channel }: { readonly channel: string }, users: readonly string[]): boolean {
  return users.some((user) => channel === `D${user.slice(1)}`);
}

/** Its asker was told that it can't be watched there: the watch ends before the operation does. */
export function isTurnedAway({ asides, askers, told }: Watched): boolean {
  const direct = told.map(({ message }) => message).filter((message) => isDirect(message, askers));
  return [...asides, ...direct].some(({ text }) => NOT_WATCHED.test(text));
}

/**
 * By a message of its own in the channel, else in the fallback channel, else to an asker alone; that
 * it can't be watched there at all is an answer, too.
 */
export function isToldElsewhere(watched: Watched, since: number): boolean {
  const { channel, askers, told, verdicts, asides } = watched;
  const isAnswer = (text: string) => saysOneOf(text, verdicts) || NOT_WATCHED.test(text);
  const places = [channel, FALLBACK, ...askers.map((user) => `D${user.slice(1)}`)];
  const isPosted = told.some(
    ({ message, what }) =>
      places.includes(message.channel) &&
      message.threadTs === undefined &&
      what !== 'card' &&
      message.postedAt >= since &&
      isAnswer(message.text),
  );
  return isPosted || asides.some(({ text }) => isAnswer(text));
}
