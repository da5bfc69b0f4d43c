import { UNREADABLE_CHANNELS } from '../plan/places.ts';
import type { Observation } from './observation.ts';
import type { Told } from './told.ts';
import { STOPPED_WORDS, saysOneOf } from './verdict-words.ts';
import type { Violation } from './violation.ts';
import {
  closedAt,
  isToldAside,
  isToldElsewhere,
  lostAt,
  mayBeStopped,
  type Watched,
  watchedIn,
} from './watched.ts';

/** Every channel that asked, was accepted and did not stop has read the right ending, once. */
export function endings(observation: Observation): readonly Violation[] {
  return watchedIn(observation).flatMap((watched) =>
    problemsOf(watched).map((what) => ({
      ...{ promise: 'each ending is told', what },
      ...{ channel: watched.channel, operation: watched.operation.index },
    })),
  );
}

function problemsOf(watched: Watched): readonly string[] {
  const { cards } = watched;
  // Where Azure allows no reads for long, even what it never knew has a card that says so.
  if (cards.length === 0) return problemsWithoutCard(watched);
  const watches = Map.groupBy(cards, ({ watchId }) => watchId);
  return [...watches.values()].flatMap((same) => {
    const problems = same.map((card) => cardProblems(card, watched));
    // Where the bot can't look, a card may be posted again; then only the last is kept up to date.
    const isAnyGood = problems.some((list) => list.length === 0);
    return UNREADABLE_CHANNELS.has(watched.channel) && isAnyGood ? [] : problems.flat();
  });
}

function problemsWithoutCard(watched: Watched): readonly string[] {
  const mayBeUnseen = watched.verdicts.includes('not-found');
  // Where it can't be posted, an operation that ends meanwhile has no card any more.
  const lost = lostAt(watched) ?? closedAt(watched);
  if (mayBeUnseen && isToldAside(watched)) return [];
  if (mayBeStopped(watched)) return [];
  if (lost !== undefined && isToldElsewhere(watched, 0)) return [];
  return [mayBeUnseen ? 'its asker was told nothing' : 'there is no card'];
}

function cardProblems(card: Told, watched: Watched): readonly string[] {
  const { message } = card;
  const replies = watched.told.filter(({ message: reply }) => reply.threadTs === message.ts);
  const count = (what: string) => replies.filter((reply) => reply.what === what).length;
  const told = { ended: count('ended'), stopped: count('stopped') };
  const lost = lostAt(watched, card);
  if (told.stopped > 0 || STOPPED_WORDS.test(message.text)) {
    return stopProblems(told, watched, (lost ?? closedAt(watched)) !== undefined);
  }
  if (lost !== undefined) {
    // What is told under a card that was deleted nobody reads: Slack takes it all the same.
    const gone = watched.deeds.find(({ kind, ts }) => kind === 'delete card' && ts === message.ts);
    const inTime = replies.filter(
      ({ what, message: reply }) => what === 'ended' && !(gone && reply.postedAt > gone.at),
    );
    return lossProblems(inTime.length, watched, lost);
  }
  const closed = closedAt(watched);
  // A closed channel opens again, so that the card shows the end there; its note has gone elsewhere meanwhile.
  const isElsewhere = closed !== undefined && told.ended === 0 && isToldElsewhere(watched, closed);
  // A card whose post was not answered before, and that could not be looked up, was never known.
  const isUnknown = isElsewhere && message.versions.length === 0;
  return [
    ...(saysOneOf(message.text, watched.verdicts) || isUnknown
      ? []
      : [`the card should say ${watched.verdicts.join(' or ')} and says: ${message.text}`]),
    ...(isOnce(told.ended, watched) || isElsewhere
      ? []
      : [`its end was told ${told.ended} times in its thread`]),
  ];
}

function lossProblems(ended: number, watched: Watched, lost: number): readonly string[] {
  const isTold = ended > 0 || isToldElsewhere(watched, lost) || mayBeStopped(watched);
  return isTold ? [] : ['its channel or its card was lost, and its end was told nowhere'];
}

function stopProblems(
  { ended, stopped }: { readonly ended: number; readonly stopped: number },
  watched: Watched,
  isLost: boolean,
): readonly string[] {
  if (!mayBeStopped(watched)) return ['it was stopped, and nobody had asked for that'];
  return [
    ...(ended > 0 ? ['it was stopped, and its end was told all the same'] : []),
    ...(isLost || isOnce(stopped, watched) ? [] : [`its stop was told ${stopped} times`]),
  ];
}

function isOnce(count: number, { channel }: Watched): boolean {
  return UNREADABLE_CHANNELS.has(channel) ? count >= 1 : count === 1;
}
