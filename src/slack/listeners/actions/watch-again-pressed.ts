import type { ListenerDependencies } from '../listener-dependencies.ts';
import { watchButtonPressed } from './press.ts';

/** `Watch again` on a card: goes on with a watch that was given up, with a new card. */
export function watchAgainPressed(dependencies: ListenerDependencies) {
  const { asking } = dependencies;
  return watchButtonPressed(
    (presser, watchId) => asking.watchAgain(presser, watchId),
    dependencies,
  );
}
