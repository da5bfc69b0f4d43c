import * as v from 'valibot';
import {
  callOfName,
  type DigestMessage,
  FaultName,
  faultNames,
  messageOfName,
  type NamedDestination,
  namedDestination,
  parseDestination,
  type WatchId,
} from '../watch/names.ts';
import { isOfValue } from './access/redis-fault.ts';
import type { Connection } from './connection.ts';
import type { Key } from './keys.ts';
import type { MisplacedValue } from './set-aside.ts';
import { parseWatchId } from './watch-id.ts';

/** The type of a key whose members or fields may be set aside, or that may be set aside as a whole. */
export type KeyType = 'zset' | 'set' | 'hash' | 'list';

/** The keys that all watches share, and of which type each is. Budgets begin anew by themselves. */
export function sharedKeys({ keys }: Connection): readonly (readonly [Key<string>, KeyType])[] {
  return [
    [keys.live, 'zset'],
    [keys.ended, 'zset'],
    [keys.audit, 'list'],
    [keys.turnedAway, 'list'],
    [keys.owing, 'set'],
    [keys.stuck, 'hash'],
    [keys.edits, 'zset'],
    [keys.editsLeased, 'zset'],
    [keys.editPlaces, 'hash'],
    [keys.editAskers, 'hash'],
    [keys.holds, 'hash'],
    [keys.untaken, 'zset'],
    [keys.appointments, 'zset'],
    [keys.careChanged, 'zset'],
    [keys.burst('failures'), 'hash'],
    [keys.burst('conditions'), 'hash'],
    [keys.faults, 'set'],
    [keys.fault(faultNames.signIn), 'hash'],
    [keys.fault('memory'), 'hash'],
    [keys.memory, 'hash'],
    [keys.marks, 'zset'],
    [keys.defaults, 'hash'],
    [keys.homes, 'zset'],
    [keys.homesDue, 'zset'],
  ];
}

/** Those of the faults that stand, which differ from one bot to another. */
export async function faultKeys({
  client,
  keys,
}: Connection): Promise<readonly (readonly [Key<string>, KeyType])[]> {
  const names = await client.smembers(keys.faults).catch((error: unknown) => {
    if (isOfValue(error)) return [];
    throw error;
  });
  return names
    .filter((name) => v.is(FaultName, name))
    .map((name) => [keys.fault(v.parse(FaultName, name)), 'hash']);
}

export interface SharedMembers {
  /** What names nothing. */
  readonly misplaced: readonly MisplacedValue[];
  /** What is named by what is live, owed or to be edited. */
  readonly watches: readonly WatchId[];
  readonly digests: readonly DigestMessage[];
}

/** What stands in the keys that name watches, destinations and messages. */
export async function findMembers(connection: Connection): Promise<SharedMembers> {
  const { client, keys } = connection;
  const pipeline = client.pipeline();
  pipeline.zrange(keys.live, 0, '-1');
  pipeline.smembers(keys.owing);
  pipeline.zrange(keys.edits, 0, '-1');
  pipeline.zrange(keys.editsLeased, 0, '-1');
  pipeline.hkeys(keys.stuck);
  pipeline.zrange(keys.untaken, 0, '-1');
  pipeline.zrange(keys.appointments, 0, '-1');
  pipeline.smembers(keys.faults);
  pipeline.zrange(keys.careChanged, 0, '-1');
  const answers = ((await pipeline.exec()) ?? []).map(namesIn);
  const [live = [], owing = [], edits = [], leased = [], stuck = []] = answers;
  const [untaken = [], appointments = [], faults = [], changed = []] = answers.slice(5);

  const found = [
    ...live.map((name) => memberOf(keys.live, name, parseWatchId(name), 'watch')),
    ...owing.map((name) => memberOf(keys.owing, name, aboutOf(name), 'destination')),
    ...edits.map((name) => memberOf(keys.edits, name, messageOfName(name), 'message')),
    ...leased.map((name) => memberOf(keys.editsLeased, name, messageOfName(name), 'message')),
    ...stuck.map((name) => memberOf(keys.stuck, name, aboutOf(name), 'destination')),
    ...untaken.map((name) => memberOf(keys.untaken, name, callOfName(name), 'message')),
    ...appointments.map((name) => memberOf(keys.appointments, name, callOfName(name), 'message')),
    ...changed.map((name) => memberOf(keys.careChanged, name, callOfName(name), 'message')),
    ...faults.map((name) => memberOf(keys.faults, name, aboutOf(`fault/${name}`), 'fault')),
  ];
  const types = new Map<Key<string>, KeyType>(sharedKeys(connection));
  return {
    misplaced: found.flatMap(({ holder, name, about, what }) => {
      const holds = types.get(holder);
      const why = `a member that is no ${what}`;
      return about === undefined && holds && holds !== 'list' ? [{ holder, holds, name, why }] : [];
    }),
    watches: [...new Set(found.flatMap(({ about }) => watchOf(about)))],
    digests: found.flatMap(({ about }) => digestOf(about)),
  };
}

type About = WatchId | NamedDestination | undefined;

function memberOf(holder: Key<string>, name: string, about: About, what: string) {
  return { holder, name, about, what };
}

function aboutOf(name: string): NamedDestination | undefined {
  const destination = parseDestination(name);
  return destination && namedDestination(destination);
}

function watchOf(about: About): readonly WatchId[] {
  if (typeof about === 'string') return [about];
  return about && 'watchId' in about ? [about.watchId] : [];
}

function digestOf(about: About): readonly DigestMessage[] {
  return typeof about === 'object' && about.kind === 'digest' ? [about] : [];
}

function namesIn([error, names]: readonly [Error | null, unknown]): readonly string[] {
  // One of another type has no members; it is told of as a whole.
  if (error && !isOfValue(error)) throw error;
  return Array.isArray(names) ? names.map(String) : [];
}
