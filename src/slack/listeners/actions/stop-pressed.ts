import type { ListenerDependencies } from '../listener-dependencies.ts';
import { watchButtonPressed } from './press.ts';

/** `Stop watching` on a card: ends the watch in this channel, after Slack has asked whether that is meant. */
export function stopPressed(dependencies: ListenerDependencies) {
  const { asking } = dependencies;
  return watchButtonPressed((presser, watchId) => asking.stopWatch(presser, watchId), dependencies);
}
