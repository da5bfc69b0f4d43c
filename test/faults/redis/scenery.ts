import { type RedisProxy, startProxy } from '../../redis/servers/start-proxy.ts';
import {
  type RunningServer,
  type ServerOptions,
  startServer,
} from '../../redis/servers/start-server.ts';
import type { Scenery } from './redis-fault-row.ts';

type Deed<Hurt> = (hurt: Hurt) => unknown;

interface Deeds<Hurt> {
  readonly strike: Deed<Hurt>;
  readonly mend?: Deed<Hurt>;
  readonly inspect?: Deed<Hurt>;
}

interface ServerScenery extends Deeds<RunningServer>, ServerOptions {
  /** Of its URL. */
  readonly login?: string;
  readonly database?: number;
}

/** A server that the bot speaks to directly. */
export async function serverScenery({
  login = '',
  database = 0,
  ...given
}: ServerScenery): Promise<Scenery> {
  const server = await startServer(given);
  const settings = { REDIS_URL: `redis://${login}127.0.0.1:${server.port}/${database}` };
  return { settings, ...bound(given, server), stop: server.stop };
}

/** A server that the bot reaches by a way that is hurt. */
export async function wayScenery(deeds: Deeds<RedisProxy>): Promise<Scenery> {
  const server = await startServer();
  const proxy = await startProxy(server.port);
  const stop = async () => {
    proxy.stop();
    await server.stop();
  };
  return { settings: { REDIS_URL: proxy.url }, ...bound(deeds, proxy), stop };
}

function bound<Hurt>({ strike, mend, inspect }: Deeds<Hurt>, hurt: Hurt) {
  return {
    strike: async () => await strike(hurt),
    ...(mend && { mend: async () => await mend(hurt) }),
    ...(inspect && { inspect: async () => await inspect(hurt) }),
  };
}
