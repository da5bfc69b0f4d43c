import { connect } from 'node:net';
import { Redis } from 'ioredis';
import type { RedisClient } from '../connection.ts';

const WITHIN_MS = 500;
const MOST_BYTES = 500;

/**
 * What a server says, without TLS, to who connects anew. One that takes no more clients, or none from elsewhere, says
 * so unasked and hangs up; of a client that has spoken at once, the reset of the connection may swallow those words.
 *
 * @param spoken what it is told first
 * @returns the beginning of it; nothing where it keeps silent, or is one of many
 */
export async function hearServer(client: RedisClient, spoken = ''): Promise<string> {
  if (!(client instanceof Redis) || client.options.sentinels) return '';
  const { host, port, path } = client.options;
  return await new Promise<string>((resolve) => {
    let heard = '';
    const socket = path ? connect(path) : connect(Number(port), host);
    const done = () => {
      socket.destroy();
      resolve(heard);
    };
    socket.setTimeout(WITHIN_MS, done);
    socket.on('connect', () => socket.write(spoken));
    socket.on('data', (chunk) => {
      heard += chunk.toString('latin1');
      if (heard.includes('\r\n') || heard.length > MOST_BYTES) done();
    });
    socket.on('error', done);
    socket.on('close', done);
  });
}
