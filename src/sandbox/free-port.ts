import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below the ports of cluster nodes' buses, and the range from which systems take ports for outgoing connections. */
const LOWEST = 20_000;
const HIGHEST = 30_000;
const TRIES = 50;

/**
 * A port on loopback that nobody listens on, for a server that is about to be started or comes back. Nobody else is
 * given it while this process lives: of those that the system gives, a client that connects somewhere may take it
 * first, and of two processes that look at the same time, both may see the same one free.
 */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const port = randomInt(LOWEST, HIGHEST);
    if ((await reserve(port)) && (await isFree(port))) return port;
  }
  throw new Error(`${TRIES} ports were tried, and none was free`);
}

/** By the UDP port of the same number, which nothing here uses: the system frees it when this process ends. */
async function reserve(port: number): Promise<boolean> {
  const reservation = createSocket('udp4').unref();
  try {
    reservation.bind({ port, address: '127.0.0.1', exclusive: true });
    await once(reservation, 'listening');
    return true;
  } catch {
    reservation.close();
    return false;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
