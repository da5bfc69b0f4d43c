import { historyOf } from '../plan/histories.ts';
import { FALLBACK } from '../plan/places.ts';
import type { PlannedOperation } from '../plan/planned-operation.ts';
import { isAccepted } from './answers.ts';
import type { Observation } from './observation.ts';
import { asidesOn, type Told, toldIn } from './told.ts';
import { STOPPED_WORDS, saysOneOf } from './verdict-words.ts';
import type { Violation } from './violation.ts';

const PROMISE = 'each ending is told';

/** An operation as one channel sees it. */
interface Watched {
  readonly operation: PlannedOperation;
  readonly channel: string;
  readonly askers: readonly string[];
  /** All that is told of the operation, anywhere. */
  readonly told: readonly Told[];
  readonly cards: readonly Told[];
  /** When the channel was lost, if it was. */
  readonly lostAt: number | undefined;
}

/** Every channel that asked, was accepted and did not stop has read the right ending, once. */
export function endings(observation: Observation): readonly Violation[] {
  return watchedIn(observation).flatMap((watched) => {
    const { operation, channel } = watched;
    return problemsOf(watched, observation).map((what) => ({
      ...{ promise: PROMISE, what, channel, operation: operation.index },
    }));
  });
}

function watchedIn(observation: Observation): readonly Watched[] {
  const all = Map.groupBy(toldIn(observation), ({ operation }) => operation?.index);
  return observation.plan.operations.flatMap((operation) => {
    const told = all.get(operation.index) ?? [];
    const accepted = observation.attempts.filter(
      (attempt) => attempt.operation === operation.index && isAccepted(attempt),
    );
    const cards = told.filter(({ what }) => what === 'card');
    const channels = new Set([...accepted, ...cards.map(({ message }) => message)].map(channelOf));
    return [...channels].map((channel) => ({
      ...{ operation, channel, told },
      askers: accepted.filter((attempt) => attempt.channel === channel).map(({ user }) => user),
      cards: cards.filter(({ message }) => message.channel === channel),
      lostAt: observation.deeds.find(
        (deed) => deed.kind === 'lose channel' && deed.channel === channel,
      )?.at,
    }));
  });
}

function channelOf({ channel }: { readonly channel: string }): string {
  return channel;
}

function problemsOf(watched: Watched, observation: Observation): readonly string[] {
  const { verdicts, isSpared } = historyOf(watched.operation.history);
  const { cards, lostAt } = watched;
  if (isSpared && cards.length > 0) return ['there is a card of what Azure never knew'];
  if (cards.length > 0) return cards.flatMap((card) => cardProblems(card, watched, observation));
  if (verdicts.includes('not-found') && isToldAside(watched, observation)) return [];
  if (wasStopped(watched, observation)) return [];
  if (lostAt !== undefined && isToldElsewhere(watched, observation, 0)) return [];
  return [verdicts.includes('not-found') ? 'its asker was told nothing' : 'there is no card'];
}

function cardProblems(card: Told, watched: Watched, observation: Observation): readonly string[] {
  const { verdicts } = historyOf(watched.operation.history);
  const { message } = card;
  const replies = watched.told.filter(({ message: reply }) => reply.threadTs === message.ts);
  const count = (what: string) => replies.filter((reply) => reply.what === what).length;
  const [ended, stopped] = [count('ended'), count('stopped')];
  const isStopped = STOPPED_WORDS.test(message.text) || stopped > 0;
  if (isStopped) return stopProblems({ ended, stopped }, watched, observation, message.deleted);

  const deletedAt = observation.deeds.find(
    (deed) => deed.kind === 'delete card' && deed.ts === message.ts,
  )?.at;
  const lostAt = Math.min(
    deletedAt ?? Number.POSITIVE_INFINITY,
    watched.lostAt ?? Number.POSITIVE_INFINITY,
  );
  if (lostAt < Number.POSITIVE_INFINITY) {
    if (ended === 1 || isToldElsewhere(watched, observation, lostAt)) return [];
    if (wasStopped(watched, observation)) return [];
    const why = deletedAt === undefined ? 'its channel was lost' : 'its card was deleted';
    return [`${why}, and its end was told nowhere`];
  }
  return [
    ...(saysOneOf(message.text, verdicts)
      ? []
      : [`the card should say ${verdicts.join(' or ')} and says: ${message.text}`]),
    ...(ended === 1 ? [] : [`its end was told ${ended} times in its thread`]),
  ];
}

function stopProblems(
  { ended, stopped }: { readonly ended: number; readonly stopped: number },
  watched: Watched,
  observation: Observation,
  isDeleted: boolean,
): readonly string[] {
  if (!wasStopped(watched, observation)) return ['it was stopped, and nobody had asked for that'];
  return [
    ...(ended > 0 ? ['it was stopped, and its end was told all the same'] : []),
    ...(stopped === 1 || isDeleted || watched.lostAt !== undefined
      ? []
      : [`its stop was told ${stopped} times`]),
  ];
}

/** Somebody pressed Stop, or gave the command: whether it came through may not be known. */
function wasStopped({ operation, channel }: Watched, { deeds }: Observation): boolean {
  return deeds.some(
    (deed) =>
      deed.kind === 'stop' && deed.operation === operation.index && deed.channel === channel,
  );
}

function isToldAside({ operation, channel, askers }: Watched, observation: Observation): boolean {
  return asidesOn(operation, observation).some(
    (aside) =>
      aside.channel === channel &&
      askers.includes(aside.user) &&
      saysOneOf(aside.text, ['not-found']),
  );
}

/** By a message of its own in the channel, else in the fallback channel, else to an asker alone. */
function isToldElsewhere(watched: Watched, observation: Observation, since: number): boolean {
  const { operation, channel, askers, told } = watched;
  const { verdicts } = historyOf(operation.history);
  const places = [channel, FALLBACK, ...askers.map((user) => `D${user.slice(1)}`)];
  const isPosted = told.some(
    ({ message, what }) =>
      places.includes(message.channel) &&
      message.threadTs === undefined &&
      what !== 'card' &&
      message.postedAt >= since &&
      saysOneOf(message.text, verdicts),
  );
  return (
    isPosted ||
    asidesOn(operation, observation).some(
      (aside) =>
        askers.includes(aside.user) &&
        (saysOneOf(aside.text, verdicts) || /\bnot\*? being watched\b/.test(aside.text)),
    )
  );
}
