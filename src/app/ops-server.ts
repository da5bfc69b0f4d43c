import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RemoveSecrets } from './known-secrets.ts';

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

/** What the server has to show. */
export interface OpsSources {
  readonly checks: readonly Check[];
  /** What people should know, though the process is ready. */
  readonly notices: readonly Check[];
  /** In the text format of Prometheus. */
  readonly metrics: () => Promise<string>;
  /** Takes out secrets of ours by their value: what is wrong may be told in others' words. */
  readonly removeKnown?: RemoveSecrets;
}

/**
 * Serves `/livez` (the process answers), `/readyz` (200 only when all checks pass; the body names what
 * does not, and what else people should know) and `/metrics`.
 *
 * @throws where the port can't be had
 */
export async function startOpsServer(
  { host, port }: { readonly host: string; readonly port: number },
  sources: OpsSources,
): Promise<OpsServer> {
  const server = createServer(LIMITS, async (request, response) => {
    const { status, type, body } = await answer(request.url ?? '/', sources);
    // A body is none of our business: it is not read, and its connection not kept.
    if (hasBody(request)) response.shouldKeepAlive = false;
    response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' });
    response.end(sources.removeKnown?.(body) ?? body);
  });
  server.maxConnections = MOST_CONNECTIONS;
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

/** Those who ask say in one packet what they want; who sends more slowly only keeps a connection. */
const LIMITS = {
  requestTimeout: 5000,
  headersTimeout: 5000,
  keepAliveTimeout: 5000,
  connectionsCheckingInterval: 1000,
} as const;
const MOST_CONNECTIONS = 100;

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

function json(status: number, body: object): Answer {
  return { status, type: 'application/json', body: `${JSON.stringify(body)}\n` };
}

async function answer(url: string, { checks, notices, metrics }: OpsSources): Promise<Answer> {
  switch (url.replace(/\?.*$/s, '')) {
    case '/livez':
      return json(200, { status: 'ok' });
    case '/readyz': {
      const { isReady, results } = await runAll(checks, notices);
      const details = results.map(({ name, problem }) => [name, problem ?? 'ok'] as const);
      return json(isReady ? 200 : 503, {
        status: isReady ? 'ready' : 'not ready',
        checks: Object.fromEntries(details),
      });
    }
    case '/metrics':
      return await metricsAnswer(metrics);
    default:
      return json(404, { status: 'not found', try: ['/livez', '/readyz', '/metrics'] });
  }
}

/** Some are counted in Redis, which may be away. */
async function metricsAnswer(metrics: () => Promise<string>): Promise<Answer> {
  try {
    return { status: 200, type: 'text/plain; version=0.0.4; charset=utf-8', body: await metrics() };
  } catch (error) {
    return json(503, {
      status: 'not available',
      detail: error instanceof Error ? error.message : 'failed',
    });
  }
}

/** What `/readyz` says, in sentences for people. Never rejects. */
export async function healthOf(checks: readonly Check[], notices: readonly Check[]) {
  const { isReady, results } = await runAll(checks, notices);
  const problems = results.flatMap(({ name, problem }) => (problem ? [`${name}: ${problem}`] : []));
  return { isReady, problems };
}

async function runAll(checks: readonly Check[], notices: readonly Check[]) {
  const [results, noticed] = await Promise.all([
    Promise.all(checks.map(run)),
    Promise.all(notices.map(run)),
  ]);
  const isReady = results.every(({ problem }) => problem === undefined);
  return { isReady, results: [...results, ...noticed] };
}

async function run({ name, problem }: Check) {
  try {
    return { name, problem: await problem() };
  } catch (error) {
    return { name, problem: error instanceof Error ? error.message : 'failed' };
  }
}
