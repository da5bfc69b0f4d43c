import { historyOf } from '../plan/histories.ts';
import { ONCALL } from '../plan/places.ts';
import { type Call, callsIn, mentioner } from './calls.ts';
import type { Observation } from './observation.ts';
import { type Told, toldIn } from './told.ts';
import { saysOneOf } from './verdict-words.ts';
import type { Violation } from './violation.ts';
import { isTurnedAway, mayBeStopped, watchedIn } from './watched.ts';

const PROMISE = 'on-call is told once of each failure';

/**
 * A failure that anybody watched is told once in the on-call channel, alone or on one digest; a success is
 * not, and mentions nobody.
 */
export function alerts(observation: Observation): readonly Violation[] {
  const told = Map.groupBy(toldIn(observation), ({ operation }) => operation?.index);
  const called = Map.groupBy(callsIn(observation), ({ operation }) => operation);
  const isMentioning = mentioner(observation);
  const followed = new Set(
    watchedIn(observation)
      .filter((watched) => !mayBeStopped(watched) && !isTurnedAway(watched))
      .map(({ operation }) => operation.index),
  );
  return observation.plan.operations.flatMap(({ index, history }) => {
    const posts = told.get(index) ?? [];
    const calls = called.get(index) ?? [];
    const { verdicts } = historyOf(history);
    const isBad = verdicts.some((verdict) => verdict === 'failed' || verdict === 'gone');
    const mentions = posts.filter(
      ({ message }) => isMentioning(message) && saysOneOf(message.text, ['succeeded', 'canceled']),
    );
    const problems = [
      ...(verdicts.includes('failed') ? callProblems(calls, followed.has(index)) : []),
      ...(verdicts.includes('gone') ? goneProblems(calls, posts) : []),
      ...(isBad ? [] : calls.map(({ text }) => `on-call was called for it: ${text}`)),
      ...mentions.map(({ message }) => `on-call is mentioned for a good end: ${message.text}`),
    ];
    return problems.map((what) => ({ promise: PROMISE, what, operation: index, channel: ONCALL }));
  });
}

/** Of a failure there is one call, however often the operation is watched. */
function callProblems(calls: readonly Call[], isFollowed: boolean): readonly string[] {
  if (calls.length > 1) return [`on-call was called ${calls.length} times`];
  return isFollowed && calls.length === 0 ? ['on-call was not called'] : [];
}

/** Of each watch that Azure forgot there is one call, and else none. */
function goneProblems(calls: readonly Call[], posts: readonly Told[]): readonly string[] {
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
