import { distance } from 'fastest-levenshtein';
import { knownLocations, locationKey, locationName } from '../watch/locations.ts';

/** No name of ours is longer; the work grows with the square of it. */
const LONGEST_SLIP = 60;

/** The name of which this may be a slip, or the beginning; undefined where none is near. */
export function nearestOf(typed: string, names: readonly string[]): string | undefined {
  return nearest(typed, names, (name) => name.toLowerCase());
}

/** The same of locations, those first that are at hand. */
export function nearestLocation(typed: string, atHand: readonly string[]): string | undefined {
  const names = [...new Set([...atHand.map(locationName), ...knownLocations()])];
  return nearest(typed, names, locationKey);
}

function nearest(
  typed: string,
  names: readonly string[],
  keyOf: (name: string) => string,
): string | undefined {
  if (typed.length > LONGEST_SLIP) return undefined;
  const key = keyOf(typed);
  const begun = key.length >= 3 ? names.find((name) => keyOf(name).startsWith(key)) : undefined;
  if (begun !== undefined) return begun;
  const ranked = names.map((name) => ({ name, slips: distance(key, keyOf(name)) }));
  const [best] = ranked.toSorted((one, other) => one.slips - other.slips);
  if (!best) return undefined;
  // A letter in a short name, one in four of a long one, or two that have changed places.
  const allowed = Math.max(isShuffled(key, keyOf(best.name)) ? 2 : 1, Math.floor(key.length / 4));
  return best.slips <= allowed ? best.name : undefined;
}

function isShuffled(one: string, other: string): boolean {
  return [...one].sort().join('') === [...other].sort().join('');
}
