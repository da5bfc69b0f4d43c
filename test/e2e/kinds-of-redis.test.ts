import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { REDIS_KINDS, redisBinaries } from '../redis/servers/redis-binaries.ts';
import { startCluster } from '../redis/servers/start-cluster.ts';
import { startSentinels } from '../redis/servers/start-sentinels.ts';
import { type ServerOptions, startServer } from '../redis/servers/start-server.ts';
import { startTlsServer } from '../redis/servers/start-tls-server.ts';
import { cardsOf, untilCard, untilThread } from './cards.ts';
import { failed, running } from './running.ts';
import { DBA, ONCALL, startTestWorld } from './start-test-world.ts';

interface Place {
  readonly settings: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** The rights that docs/redis.md tells people to give. */
function documentedUser(): string {
  const document = readFileSync(new URL('../../docs/redis.md', import.meta.url), 'utf8');
  const line = /^ACL SETUSER (mysqlop .*)$/m.exec(document)?.[1];
  if (!line) throw new Error('docs/redis.md has no line ACL SETUSER mysqlop …');
  return line.replace('PASSWORD', 'secret');
}

async function plain(options: ServerOptions, settings: Place['settings'] = {}): Promise<Place> {
  const server = await startServer(options);
  return { settings: { REDIS_URL: server.url, ...settings }, stop: server.stop };
}

async function asUser(aclLine: string, options: ServerOptions = {}): Promise<Place> {
  const server = await startServer({ ...options, aclLines: [aclLine] });
  const [name = ''] = aclLine.split(' ');
  const url = server.url.replace('//', `//${name}:secret@`);
  return { settings: { REDIS_URL: url }, stop: server.stop };
}

type Places = Readonly<Record<string, () => Promise<Place>>>;

const binaries = redisBinaries();
const oldest = binaries.get('redis-6.0');

const RIGHTS: Places = {
  ...(oldest && {
    'the rights that docs/redis.md lists, on Redis 6.0': () =>
      asUser(documentedUser(), { binary: oldest }),
  }),
  'the rights that docs/redis.md lists': () => asUser(documentedUser()),
  'a user without INFO, CONFIG and KEYS': () =>
    asUser('limited on >secret ~* &* +@all -@dangerous'),
  'a policy that drops keys': () => plain({ settings: ['maxmemory-policy volatile-lru'] }),
  'a password as Azure gives it, in its connection string': async () => {
    const password = 'p/q+r%=';
    const server = await startServer({ settings: [`requirepass ${password}`] });
    const REDIS_URL = `127.0.0.1:${server.port},password=${password},ssl=False,abortConnect=False`;
    return { settings: { REDIS_URL }, stop: server.stop };
  },
};

const WAYS: Places = {
  'a unix socket': async () => {
    const server = await startServer();
    return { settings: { REDIS_URL: `${server.folder}/redis.sock` }, stop: server.stop };
  },
  'a database of another number, under a prefix that all keys have': async () => {
    const server = await startServer();
    const settings = { REDIS_URL: `${server.url}/3`, REDIS_PREFIX: 'staging' };
    return {
      settings,
      async stop() {
        await server.admin.select(3);
        const names = await server.admin.keys('*');
        await server.stop();
        expect(names.length).toBeGreaterThan(5);
        expect(names.filter((name) => !name.startsWith('{staging}:'))).toEqual([]);
      },
    };
  },
  'TLS, a private authority and client certificates': async () => {
    const server = await startTlsServer({ asksForCertificates: true });
    const { authority, client, clientKey } = server.certificates;
    const own = { REDIS_CA: authority, REDIS_CERT: client, REDIS_KEY: clientKey };
    return { settings: { REDIS_URL: server.url, ...own }, stop: server.stop };
  },
};

const GROUPS: Places = {
  Sentinels: async () => {
    const group = await startSentinels();
    const hosts = group.sentinels.map(({ port }) => `127.0.0.1:${port}`).join(',');
    const settings = { REDIS_URL: `redis://${hosts}`, REDIS_SENTINEL: group.name };
    return { settings, stop: group.stop };
  },
  'a cluster, with the rights that docs/redis.md lists for one': async () => {
    const aclLine = `${documentedUser()} +cluster|slots +cluster|info`;
    const cluster = await startCluster({ aclLines: [aclLine], settings: ['user default off'] });
    const [first] = cluster.nodes;
    const REDIS_URL = `redis://mysqlop:secret@127.0.0.1:${first?.port}`;
    return { settings: { REDIS_URL, REDIS_CLUSTER: 'yes' }, stop: cluster.stop };
  },
  'a cluster': async () => {
    const cluster = await startCluster();
    const [first] = cluster.nodes;
    const settings = { REDIS_URL: first?.url ?? '', REDIS_CLUSTER: 'yes' };
    return { settings, stop: cluster.stop };
  },
};

const VERSIONS = Object.fromEntries(
  REDIS_KINDS.flatMap((kind) => {
    const binary = binaries.get(kind);
    if (!binary) console.warn(`\nSKIPPED: a life on ${kind}. Bring it with .ci/fetch-redis.\n`);
    return binary ? [[kind, () => plain({ binary })]] : [];
  }),
);

// A few at a time: each is a world of its own.
describe.each([VERSIONS, RIGHTS, WAYS, GROUPS])(
  'a watch lives from its command to its alert',
  (places) => {
    test.concurrent.each(Object.entries(places))(
      'on %s',
      async (_name, start) => {
        const place = await start();
        const world = await startTestWorld('socket', place.settings);
        try {
          const operation = world.azure.operation({ script: () => running(10) });
          await world.ask(`watch ${operation.progressUrl}`);
          const card = await untilCard(world, DBA, operation, /10 %/);
          expect(await world.ask('list')).toContain('Being watched here: 1');
          operation.set(failed('It broke.'));
          await untilThread(world, card, /failed/);
          await untilCard(world, DBA, operation, /failed/);
          const alerts = await world.slack.until(
            () => {
              const found = world.slack.messages(ONCALL);
              return found.length > 0 && found;
            },
            { timeoutMs: 15_000, what: 'an alert' },
          );
          expect(alerts).toHaveLength(1);
          expect(cardsOf(world, DBA, operation)).toHaveLength(1);
          // On a busy machine an answer may be late; nothing else is wrong.
          expect(world.printed()).not.toMatch(/redis\.error","kind":"(?!no-answer)/);
        } finally {
          await world.stop();
          await place.stop();
        }
      },
      60_000,
    );
  },
);
