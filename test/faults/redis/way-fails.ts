import { startCluster } from '../../redis/servers/start-cluster.ts';
import { startProxy } from '../../redis/servers/start-proxy.ts';
import { startReplicaPair } from '../../redis/servers/start-replica-pair.ts';
import type { RunningServer } from '../../redis/servers/start-server.ts';
import { startTlsServer } from '../../redis/servers/start-tls-server.ts';
import { untilAsked } from '../../redis/servers/until-asked.ts';
import type { RedisFaultRow } from './redis-fault-row.ts';
import { serverScenery, wayScenery } from './scenery.ts';

const nothing = async () => undefined;

/** The server is in order, or will soon be; the way there is not. */
export const FAILING_WAYS: readonly RedisFaultRow[] = [
  {
    name: 'connections that are swallowed, old and new',
    problem: 'Redis does not answer',
    advice: 'what lies between',
    passes: true,
    arrange: () =>
      wayScenery({
        strike: (proxy) => {
          proxy.swallow();
          proxy.swallowNew();
        },
        mend: (proxy) => proxy.accept(),
      }),
  },
  {
    name: 'a failover after which the name moves late',
    problem: 'Redis is a replica',
    advice: 'primary',
    arrange: async () => {
      const pair = await startReplicaPair();
      const proxy = await startProxy(pair.primary().port);
      return {
        settings: { REDIS_URL: proxy.url },
        strike: pair.failover,
        mend: async () => proxy.moveTo(pair.primary().port),
        stop: async () => {
          proxy.stop();
          await pair.stop();
        },
      };
    },
  },
  {
    name: 'a server that restarts, and has much to read',
    problem: 'Redis has just started and is still reading its file',
    advice: 'Wait',
    passes: true,
    arrange: () => {
      let restarted: Promise<void> | undefined;
      return serverScenery({
        // In microseconds: it loads for 8 s, and listens to clients meanwhile.
        settings: ['key-load-delay 20000', 'loading-process-events-interval-bytes 1024'],
        strike: async (server) => {
          const fillers = Array.from({ length: 400 }, (_, at) => [`filler-${at}`, FILLER]);
          await server.admin.mset(...fillers.flat());
          await rewrite(server);
          await server.kill();
          restarted = server.restart();
          restarted.catch(() => undefined);
        },
        mend: () => restarted,
      });
    },
  },
  {
    name: 'answers that take 1 s',
    problem: 'Redis answers too slowly',
    advice: 'overloaded',
    passes: true,
    served: ['list', 'press'],
    arrange: () =>
      wayScenery({ strike: (proxy) => proxy.delay(500), mend: (proxy) => proxy.delay(0) }),
  },
];

const FILLER = 'x'.repeat(1_000);

/** All that it holds is in one file then, which it listens to clients while reading. */
async function rewrite({ admin }: RunningServer): Promise<void> {
  await admin.bgrewriteaof();
  await untilAsked('the rewritten file', async () =>
    /aof_rewrite_in_progress:0\r\naof_rewrite_scheduled:0/.test(await admin.info('persistence')),
  );
}

/** It goes on, and the bot works all the same. */
export const NUISANCES: readonly Omit<RedisFaultRow, 'problem' | 'advice'>[] = [
  {
    name: 'a user who may do nothing dangerous, such as INFO, CONFIG and KEYS',
    arrange: () =>
      serverScenery({
        login: 'bot:word@',
        aclLines: ['bot on >word ~* &* +@all -@dangerous'],
        strike: nothing,
      }),
  },
  {
    name: 'connections that are cut every second',
    arrange: () => {
      let timer: NodeJS.Timeout | undefined;
      return wayScenery({
        strike: (proxy) => {
          timer = setInterval(() => proxy.cut(), 1000);
        },
        mend: () => clearInterval(timer),
      });
    },
  },
  {
    name: 'old connections that are swallowed, while new ones work',
    arrange: () => wayScenery({ strike: (proxy) => proxy.swallow() }),
  },
  {
    name: 'answers that take 300 ms',
    arrange: () =>
      wayScenery({ strike: (proxy) => proxy.delay(150), mend: (proxy) => proxy.delay(0) }),
  },
];

export const WRONG_PLACES: readonly RedisFaultRow[] = [
  {
    name: 'a host that is not known',
    problem: 'The host of Redis is not known by its name',
    advice: 'DNS',
    arrange: async () => ({
      settings: { REDIS_URL: 'redis://redis.invalid:6379' },
      strike: nothing,
      stop: nothing,
    }),
  },
  {
    name: 'a node of a cluster',
    problem: 'This Redis is a node of a cluster',
    advice: 'REDIS_CLUSTER=yes',
    arrange: async () => {
      const cluster = await startCluster();
      const owner = await cluster.ownerOf('{mysqlop}');
      const other = cluster.nodes.find((node) => node !== owner);
      return {
        settings: { REDIS_URL: other?.url ?? '' },
        strike: nothing,
        stop: cluster.stop,
      };
    },
  },
  {
    name: 'an authority that is not known',
    problem: 'The certificate of Redis is not trusted',
    advice: 'REDIS_CA',
    arrange: async () => {
      const server = await startTlsServer();
      return { settings: { REDIS_URL: server.url }, strike: nothing, stop: server.stop };
    },
  },
];
