import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

import { readClock } from '../../src/redis/steps/read-clock.ts';

/**
 * Where Redis stalls: at whatever it is asked, at the step that stores somebody's wish (the first script
 * after the question for its time), or with the answer to that step.
 */
type Stall = 'at-all' | 'at-the-step' | 'with-the-answer';

export type StallingProxy = Awaited<ReturnType<typeof startStallingProxy>>;

/** A way to a Redis on which what is sent may be held up. */
export async function startStallingProxy(redisPort: number) {
  const sockets = new Set<Socket>();
  const held: (() => void)[] = [];
  let stall: Stall | undefined;
  let isTimeAsked = false;
  let isHolding = false;

  const server = createServer((client) => {
    const redis = connect(redisPort, '127.0.0.1');
    for (const socket of [client, redis]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
    }
    client.on('data', (chunk) => {
      // The connection proves itself now and then, on the same key as the clock is read.
      const isStep = isTimeAsked && chunk.includes('eval') && !chunk.includes(':proof');
      isTimeAsked ||= chunk.includes(readClock.sha);
      isHolding ||= stall === 'at-all' || (stall !== undefined && isStep);
      if (isHolding && stall !== 'with-the-answer') held.push(() => redis.write(chunk));
      else redis.write(chunk);
    });
    redis.on('data', (chunk) => {
      if (!(isHolding && stall === 'with-the-answer')) client.write(chunk);
    });
    client.on('close', () => redis.end());
    redis.on('close', () => client.end());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  return {
    url: `redis://127.0.0.1:${port}`,

    stallOnce(where: Stall): void {
      stall = where;
      isTimeAsked = false;
    },

    isHolding: () => isHolding,

    /** Lets go on what was held up, as a Redis that has come back. */
    release(): void {
      stall = undefined;
      isHolding = false;
      for (const send of held.splice(0)) send();
    },

    async stop(): Promise<void> {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
