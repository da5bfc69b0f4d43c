import type { ListenerDependencies } from '../listener-dependencies.ts';
import { watchButtonPressed } from './press.ts';

/** `Tell me at the end` on a card: the note of the end mentions the presser, or no longer. */
export function tellMePressed(dependencies: ListenerDependencies) {
  const { asking } = dependencies;
  return watchButtonPressed((presser, watchId) => asking.tellAtEnd(presser, watchId), dependencies);
}
