import { createServer, type RequestListener } from 'node:http';

export interface RawServer {
  readonly url: string;
  /** How many connections were opened. */
  readonly connections: number;
  close(): Promise<void>;
}

/** A server on loopback that does what the simulated Azure, being one of ours, would not do. */
export async function startRawServer(listener: RequestListener): Promise<RawServer> {
  let connections = 0;
  const server = createServer(listener).on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    get connections() {
      return connections;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
