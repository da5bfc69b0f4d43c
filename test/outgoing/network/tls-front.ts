import { readFile } from 'node:fs/promises';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { createServer } from 'node:tls';
import type { Certificates } from '../../redis/servers/make-certificates.ts';

export interface TlsFront {
  readonly port: number;
  /** The names that were asked for, one a connection; `false` for an address. */
  readonly names: readonly (string | false)[];
  close(): Promise<void>;
}

/** Speaks TLS on 127.0.0.1 (or another address of this machine) for a server there that does not. */
export async function startTlsFront(
  { server: cert, serverKey: key }: Pick<Certificates, 'server' | 'serverKey'>,
  toUrl: string,
  address = '127.0.0.1',
): Promise<TlsFront> {
  const names: (string | false)[] = [];
  const open = new Set<Socket>();
  const toPort = Number(new URL(toUrl).port);
  const server = createServer({ cert: await readFile(cert), key: await readFile(key) });
  server.on('secureConnection', (client) => {
    names.push(client.servername || false);
    const upstream = connect(toPort, '127.0.0.1');
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.on('error', () => socket.destroy()).once('close', () => open.delete(socket));
    }
    upstream.pipe(client).pipe(upstream);
    upstream.once('close', () => client.destroy());
    client.once('close', () => upstream.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, address, resolve));
  return {
    port: (server.address() as AddressInfo).port,
    names,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}
