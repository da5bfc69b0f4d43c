import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One thing that must be in order before commands can be served. */
export interface Check {
  readonly name: string;
  /** Undefined where all is well, else what is wrong. Must not take longer than a few seconds. */
  readonly problem: () => Promise<string | undefined> | string | undefined;
}

export interface OpsServer {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Serves `/livez` (the process answers) and `/readyz` (200 only when all checks pass; the body names
 * what does not).
 *
 * @throws where the port can't be had
 */
export async function startOpsServer(
  { host, port }: { readonly host: string; readonly port: number },
  checks: readonly Check[],
): Promise<OpsServer> {
  const server = createServer(async (request, response) => {
    const { status, body } = await answer(request.url ?? '/', checks);
    response.writeHead(status, {
      'content-type': 'application/json',
      'cache-control': 'no-store',
    });
    response.end(`${JSON.stringify(body)}\n`);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Answer {
  readonly status: number;
  readonly body: object;
}

async function answer(url: string, checks: readonly Check[]): Promise<Answer> {
  switch (url.replace(/\?.*$/s, '')) {
    case '/livez':
      return { status: 200, body: { status: 'ok' } };
    case '/readyz': {
      const results = await Promise.all(checks.map(run));
      const ready = results.every(({ problem }) => problem === undefined);
      const details = results.map(({ name, problem }) => [name, problem ?? 'ok'] as const);
      return {
        status: ready ? 200 : 503,
        body: { status: ready ? 'ready' : 'not ready', checks: Object.fromEntries(details) },
      };
    }
    default:
      return { status: 404, body: { status: 'not found', try: ['/livez', '/readyz'] } };
  }
}

async function run({ name, problem }: Check) {
  try {
    return { name, problem: await problem() };
  } catch (error) {
    return { name, problem: error instanceof Error ? error.message : 'failed' };
  }
}
