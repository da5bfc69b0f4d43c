import { distance } from 'fastest-levenshtein';
import type { Environment } from './read-values.ts';
import { type SettingName, settings } from './settings.ts';

/** What is set and is no setting of ours, and looks like a slip of one that is not set. */
export interface MisspeltName {
  /** As it stands in the environment: letters, digits and underscores. */
  readonly name: string;
  readonly meant: SettingName;
}

/** A shorter name is one slip away from too much that others call so, such as `HOME`. */
const SHORTEST = 5;
/** Two slips make a short name another program's, such as `FTP_PROXY` or Kubernetes' `REDIS_PORT`. */
const TWO_SLIPS_FROM = 12;
const LONGEST = 40;

/**
 * Looks for slips in the names of settings. What is set under a name that nobody reads decides nothing, and
 * `ALLOWED_CHANNEL` would let everybody in. Only a guess, since an environment is shared with other programs: it
 * is told, and keeps nobody from starting.
 */
export function misspeltNames(environment: Environment): readonly MisspeltName[] {
  const unset = (Object.keys(settings) as SettingName[]).filter((name) => !environment[name]);
  return Object.keys(environment).flatMap((name) => {
    const meant = isRead(name) ? undefined : unset.find((setting) => isSlip(name, setting));
    return meant === undefined ? [] : [{ name, meant }];
  });
}

function isRead(name: string): boolean {
  return Object.entries(settings).some(
    ([setting, definition]) =>
      name === setting || ('otherSpelling' in definition && name === definition.otherSpelling),
  );
}

function isSlip(name: string, setting: SettingName): boolean {
  if (!/^\w+$/.test(name) || name.length < SHORTEST || name.length > LONGEST) return false;
  const upper = name.toUpperCase();
  const slips = distance(upper, setting);
  return slips <= (name.length >= TWO_SLIPS_FROM || isShuffled(upper, setting) ? 2 : 1);
}

/** Two letters that have changed places count as two slips, and are one. */
function isShuffled(one: string, other: string): boolean {
  return [...one].sort().join('') === [...other].sort().join('');
}
