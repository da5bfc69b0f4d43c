import type { ListenerDependencies } from '../listener-dependencies.ts';
import { watchButtonPressed } from './press.ts';

/** `Refresh` on a card: reads the operation at once. */
export function refreshPressed(dependencies: ListenerDependencies) {
  const { asking } = dependencies;
  return watchButtonPressed((presser, watchId) => asking.refresh(presser, watchId), dependencies);
}
