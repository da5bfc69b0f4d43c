import { historyOf } from '../plan/histories.ts';
import { ONCALL, ONCALL_GROUP } from '../plan/places.ts';
import type { Observation } from './observation.ts';
import { type Told, toldIn } from './told.ts';
import { saysOneOf } from './verdict-words.ts';
import type { Violation } from './violation.ts';
import { isTurnedAway, mayBeStopped, watchedIn } from './watched.ts';

const PROMISE = 'on-call is called once for each failure';
const MENTION = `<!subteam^${ONCALL_GROUP}>`;

/** A failure that anybody watched calls the on-call channel once; a success calls nobody. */
export function alerts(observation: Observation): readonly Violation[] {
  const told = toldIn(observation);
  const followed = new Set(
    watchedIn(observation)
      .filter((watched) => !mayBeStopped(watched) && !isTurnedAway(watched))
      .map(({ operation }) => operation.index),
  );
  const mentioning = new Set(
    observation.pings
      .filter(({ mention }) => mention === MENTION)
      .map(({ channel, ts }) => `${channel}/${ts}`),
  );
  const byOperation = Map.groupBy(told, ({ operation }) => operation?.index);
  return observation.plan.operations.flatMap(({ index, history }) => {
    const posts = byOperation.get(index) ?? [];
    const { verdicts } = historyOf(history);
    const isBad = verdicts.some((verdict) => verdict === 'failed' || verdict === 'gone');
    const calls = posts.filter(isCall);
    const mentions = posts.filter(
      ({ message }) =>
        mentioning.has(`${message.channel}/${message.ts}`) && isAboutEnd(message.text),
    );
    const problems = [
      ...(verdicts.includes('failed') ? callProblems(calls, followed.has(index)) : []),
      ...(verdicts.includes('gone') ? goneProblems(calls, posts) : []),
      ...(isBad ? [] : calls.map(({ message }) => `on-call was called for it: ${message.text}`)),
      ...mentionProblems(mentions),
    ];
    return problems.map((what) => ({ promise: PROMISE, what, operation: index, channel: ONCALL }));
  });
}

/** A new message in the on-call channel about a bad end. */
function isCall({ message }: Told): boolean {
  return (
    message.channel === ONCALL &&
    message.threadTs === undefined &&
    saysOneOf(message.text, ['failed', 'gone'])
  );
}

/** Of a failure there is one call, however often the operation is watched. */
function callProblems(calls: readonly Told[], isFollowed: boolean): readonly string[] {
  if (calls.length > 1) return [`on-call was called ${calls.length} times`];
  return isFollowed && calls.length === 0 ? ['on-call was not called'] : [];
}

/** Of each watch that Azure forgot there is one call, and else none. */
function goneProblems(calls: readonly Told[], posts: readonly Told[]): readonly string[] {
  const byWatch = Map.groupBy(calls, ({ watchId }) => watchId);
  const uncalled = posts
    .filter(({ what, message }) => what === 'ended' && saysOneOf(message.text, ['gone']))
    .filter(({ watchId }) => !byWatch.has(watchId));
  return [
    ...[...byWatch.values()]
      .filter(({ length }) => length > 1)
      .map(({ length }) => `on-call was called ${length} times for one watch`),
    ...uncalled.map(({ watchId }) => `on-call was not called for ${watchId}, which is gone`),
  ];
}

function isAboutEnd(text: string): boolean {
  return saysOneOf(text, ['succeeded', 'canceled', 'failed', 'gone']);
}

function mentionProblems(mentions: readonly Told[]): readonly string[] {
  const good = mentions.filter(({ message }) => saysOneOf(message.text, ['succeeded', 'canceled']));
  const watches = new Set(mentions.map(({ watchId }) => watchId));
  return [
    ...good.map(({ message }) => `on-call is mentioned for a good end: ${message.text}`),
    ...(mentions.length > watches.size
      ? [`on-call is mentioned ${mentions.length} times for its end`]
      : []),
  ];
}
