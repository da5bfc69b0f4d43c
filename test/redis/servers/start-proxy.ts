import { once } from 'node:events';
import { createServer } from 'node:net';
import { freePort } from '../../../src/sandbox/free-port.ts';
import { ProxiedConnection } from './proxied-connection.ts';

export type RedisProxy = Awaited<ReturnType<typeof startProxy>>;

/** A way to a server on which what goes wrong in networks can go wrong. */
export async function startProxy(targetPort: number) {
  const connections: ProxiedConnection[] = [];
  let target = targetPort;
  let isSwallowingNew = false;
  let delayMs = 0;
  const listener = createServer({ allowHalfOpen: true }, (client) => {
    const connection = new ProxiedConnection(client, target, () => delayMs);
    connections.push(connection);
    if (isSwallowingNew) connection.swallow();
  });
  // Not one that the system gives: while new connections are refused, a client could take it.
  const port = await freePort();
  const open = () => connections.filter((connection) => connection.isOpen);

  async function listen(): Promise<void> {
    listener.listen(port, '127.0.0.1');
    await once(listener, 'listening');
  }

  await listen();
  return {
    port,
    url: `redis://127.0.0.1:${port}`,

    /** All that were ever made, the oldest first. */
    connections: connections as readonly ProxiedConnection[],

    /** From now on, the connections that are there get nothing any more, not even an end. New ones work. */
    swallow(): void {
      for (const connection of open()) connection.swallow();
    },

    /** New connections are taken and get nothing. */
    swallowNew(): void {
      isSwallowingNew = true;
    },

    /** Each piece takes that long, each way. */
    delay(ms: number): void {
      delayMs = ms;
    },

    /** New connections go elsewhere and the old stay where they are, as where a host name moves. */
    moveTo(otherPort: number): void {
      target = otherPort;
    },

    /** Ends the connections that are there. */
    cut(): void {
      for (const connection of open()) connection.cut();
    },

    /** New connections are refused. */
    refuse: () => void listener.close(),

    /** New connections work again. */
    async accept(): Promise<void> {
      isSwallowingNew = false;
      if (!listener.listening) await listen();
    },

    stop(): void {
      listener.close();
      for (const connection of connections) connection.cut();
    },
  };
}
