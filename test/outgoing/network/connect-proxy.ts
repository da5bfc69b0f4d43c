import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

/** One request for a tunnel. */
interface AskedTunnel {
  /** `slack.com:443` */
  readonly target: string;
  readonly authorization: string | undefined;
  readonly status: number;
}

export interface ConnectProxy {
  readonly port: number;
  readonly asked: readonly AskedTunnel[];
  /** What else it was asked for than tunnels, and answered with 405. */
  readonly other: readonly string[];
  close(): Promise<void>;
}

export interface ConnectProxyOptions {
  /** Ports on this machine to which targets lead; another name can't be resolved (502). */
  readonly targets: Readonly<Record<string, number>>;
  /** `user:password`, if there has to be one; another is refused (407). */
  readonly credentials?: string;
  /** Targets that are refused with this status, whatever they lead to; 0 is no answer at all. */
  readonly refused?: Readonly<Record<string, number>>;
}

/** An HTTP proxy on 127.0.0.1 that gives tunnels and nothing else. */
export async function startConnectProxy({
  targets,
  credentials,
  refused = {},
}: ConnectProxyOptions): Promise<ConnectProxy> {
  const asked: AskedTunnel[] = [];
  const other: string[] = [];
  const open = new Set<Socket>();
  const expected =
    credentials === undefined
      ? undefined
      : `Basic ${Buffer.from(credentials, 'utf8').toString('base64')}`;

  const server = createServer((request, response) => {
    other.push(`${request.method} ${request.url}`);
    response.writeHead(405).end();
  });
  server.on('connection', (socket: Socket) => keep(socket));
  server.on('connect', (request, client: Socket, head: Buffer) => {
    const { url: target = '' } = request;
    const authorization = request.headers['proxy-authorization'];
    const port = targets[target];
    const status =
      expected !== undefined && authorization !== expected
        ? 407
        : (refused[target] ?? (port === undefined ? 502 : 200));
    asked.push({ target, authorization, status });
    if (status === 0) return;
    if (status !== 200 || port === undefined) {
      client.end(`HTTP/1.1 ${status} Refused\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    const upstream = keep(connect(port, '127.0.0.1'));
    upstream.once('connect', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.write(head);
      upstream.pipe(client).pipe(upstream);
    });
    upstream.once('close', () => client.destroy());
    client.once('close', () => upstream.destroy());
  });

  function keep(socket: Socket): Socket {
    open.add(socket);
    return socket.on('error', () => socket.destroy()).once('close', () => open.delete(socket));
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    asked,
    other,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}
