import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { createApiRoutes } from './api-routes.ts';
import type { ApiDependencies } from './dependencies.ts';

export interface ApiServer {
  /** Undefined where it listens. */
  problem(): string | undefined;
  /** Takes no new requests, and lets those under way be answered. */
  close(): Promise<void>;
}

/** A request comes in one piece, as a rule; who sends more slowly than this only wants to keep a connection. */
const LIMITS = {
  requestTimeout: 10_000,
  headersTimeout: 5000,
  keepAliveTimeout: 5000,
  connectionsCheckingInterval: 1000,
} as const;
const MOST_CONNECTIONS = 500;
/** What is under way is answered sooner once we stop. Node looks for slow clients no longer then. */
const ANSWERED_WITHIN_MS = 5000;

/**
 * Serves the API to pipelines.
 *
 * @param version of the bot
 * @throws where the port can't be had
 */
export async function startApiServer(
  { host, port }: { readonly host: string; readonly port: number },
  dependencies: Omit<ApiDependencies, 'stopping'>,
  version: string,
): Promise<ApiServer> {
  const stopping = new AbortController();
  const routes = createApiRoutes({ ...dependencies, stopping: stopping.signal }, version);
  const server = createServer(
    LIMITS,
    getRequestListener(routes.fetch, { overrideGlobalObjects: false }),
  );
  server.maxConnections = MOST_CONNECTIONS;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve);
  });
  return {
    problem: () => (server.listening ? undefined : 'the API is not listening'),
    close: () =>
      new Promise((resolve) => {
        stopping.abort();
        const late = setTimeout(() => server.closeAllConnections(), ANSWERED_WITHIN_MS);
        server.close(() => {
          clearTimeout(late);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}
