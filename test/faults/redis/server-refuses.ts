import { expect } from 'vitest';
import { breakDisk } from '../../redis/servers/break-disk.ts';
import type { RunningServer } from '../../redis/servers/start-server.ts';
import type { RedisFaultRow } from './redis-fault-row.ts';
import { serverScenery } from './scenery.ts';

const BIG = 'x'.repeat(8_000_000);
const MAY_NOT = {
  problem: 'The user that Redis knows me as may not do what I need',
  advice: 'ACL SETUSER',
};
const PASSWORD_REFUSED = {
  problem: 'Redis refuses the user name or the password',
  advice: 'REDIS_URL',
};

/** Of the user that the bot is. */
async function grant({ admin }: RunningServer, ...rules: readonly string[]): Promise<void> {
  await admin.call('ACL', 'SETUSER', 'default', ...rules);
}

async function set({ admin }: RunningServer, name: string, value: string): Promise<void> {
  await admin.config('SET', name, value);
}

async function killClients({ admin }: RunningServer): Promise<void> {
  await admin.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
}

/** A right that is taken from the user under way, and given back. */
function withoutRight(
  to: string,
  [take, give]: readonly [taking: string, giving: string],
  served: RedisFaultRow['served'] = [],
): RedisFaultRow {
  return {
    name: `a user who may not ${to}`,
    ...MAY_NOT,
    served,
    arrange: () =>
      serverScenery({
        strike: (server) => grant(server, ...take.split(' ')),
        mend: (server) => grant(server, ...give.split(' ')),
      }),
  };
}

/** Under way, it begins to refuse what it is asked. */
export const REFUSALS: readonly RedisFaultRow[] = [
  {
    name: 'a password that is changed',
    ...PASSWORD_REFUSED,
    arrange: () =>
      serverScenery({
        settings: ['requirepass old'],
        login: ':old@',
        strike: async (server) => {
          await grant(server, 'resetpass', '>new');
          await killClients(server);
        },
        mend: (server) => grant(server, 'resetpass', '>old'),
      }),
  },
  withoutRight('run scripts', ['-eval -evalsha', '+eval +evalsha'], ['list']),
  withoutRight('touch our keys', ['resetkeys ~other*', 'allkeys']),
  withoutRight('wait for jobs', ['-bzpopmin', '+bzpopmin'], ['list', 'watch', 'press']),
  withoutRight('write sorted sets', ['-zadd', '+zadd'], ['list', 'press']),
  {
    name: 'a primary that is demoted, and promoted again',
    problem: 'Redis is a replica',
    advice: 'primary',
    arrange: () =>
      serverScenery({
        strike: ({ admin }) => admin.call('REPLICAOF', '127.0.0.1', '1'),
        mend: ({ admin }) => admin.call('REPLICAOF', 'NO', 'ONE'),
      }),
  },
  {
    name: 'no memory',
    problem: 'Redis has no memory left',
    advice: 'maxmemory',
    arrange: () =>
      serverScenery({
        strike: async (server) => {
          await server.admin.set('big', BIG);
          await set(server, 'maxmemory', '1mb');
        },
        mend: (server) => set(server, 'maxmemory', '0'),
      }),
  },
  {
    name: 'a disk that can’t be written to',
    problem: 'Redis can’t write to its disk',
    advice: 'its own log',
    arrange: () => {
      let mend: (() => Promise<void>) | undefined;
      return serverScenery({
        strike: async (server) => {
          mend = await breakDisk(server);
        },
        mend: () => mend?.(),
      });
    },
  },
  {
    name: 'too few replicas',
    problem: 'Redis has too few replicas',
    advice: 'min-replicas-to-write',
    arrange: () =>
      serverScenery({
        strike: (server) => set(server, 'min-replicas-to-write', '1'),
        mend: (server) => set(server, 'min-replicas-to-write', '0'),
      }),
  },
  {
    name: 'no room for clients',
    problem: 'Redis takes no more connections',
    advice: 'maxclients',
    arrange: () =>
      serverScenery({
        strike: async (server) => {
          await set(server, 'maxclients', '1');
          await killClients(server);
        },
        mend: (server) => set(server, 'maxclients', '1000'),
      }),
  },
];

/** From the start on, it refuses what it is asked. */
export const FIRST_REFUSALS: readonly RedisFaultRow[] = [
  {
    name: 'a wrong password',
    ...PASSWORD_REFUSED,
    arrange: () =>
      serverScenery({
        settings: ['requirepass right'],
        login: ':wrong%2F@',
        strike: () => undefined,
        mend: (server) => grant(server, 'resetpass', '>wrong/'),
      }),
  },
  {
    name: 'a database that is not there',
    problem: 'Redis has no database of that number',
    advice: 'REDIS_PREFIX',
    arrange: () =>
      serverScenery({
        settings: ['databases 2'],
        database: 5,
        strike: () => undefined,
        inspect: async ({ admin }) => expect(await admin.dbsize()).toBe(0),
      }),
  },
  {
    name: 'a Sentinel',
    problem: 'This is a Sentinel',
    advice: 'REDIS_SENTINEL',
    arrange: () => serverScenery({ isSentinel: true, strike: () => undefined }),
  },
];
