import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { closeServer } from '../../slack/http-server.ts';
import type { Done } from '../protocol.ts';
import type { RepeatableStage } from '../stage/repeatable-stage.ts';
import { EventStreams } from './event-streams.ts';
import { listenOnLoopback } from './listen-on-loopback.ts';
import type { PageAsset, PageAssets } from './page-assets.ts';
import { parsePageRequest } from './page-request.ts';
import { readBody } from './read-body.ts';
import { refusalOf } from './refusal.ts';
import { SECURITY_HEADERS } from './security-headers.ts';

export interface PageServerOptions {
  readonly stage: Pick<RepeatableStage, 'state' | 'onChange' | 'act'>;
  readonly assets: PageAssets;
  /** Default: 8088, or another where that is taken. */
  readonly port?: number;
  readonly heartbeatMs?: number;
}

export interface PageServer {
  /** `http://127.0.0.1:<port>/` */
  readonly url: string;
  /** How many pages are open. */
  readonly pages: number;
  /** Tells all pages that the demo is over, and cuts all connections. */
  close(): Promise<void>;
}

/**
 * Serves the page, what happens on the stage, and what a visitor does there; on loopback only.
 *
 * @throws PortTaken where the port can't be had
 */
export async function startPageServer(options: PageServerOptions): Promise<PageServer> {
  const { stage, assets, port, heartbeatMs } = options;
  const streams = new EventStreams(heartbeatMs);

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const refusal = refusalOf(request);
    if (refusal !== undefined) {
      return answer(response, refusal.status, { problem: refusal.problem });
    }
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
    if (path === '/do') return await serveDeed(request, response);
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return answer(response, 405, { problem: 'Only GET is served here.' }, { allow: 'GET, HEAD' });
    }
    if (path === '/events' && request.method === 'GET') {
      return streams.open(response, { kind: 'state', state: stage.state() });
    }
    sendAsset(response, assets.get(path), request.method);
  }

  async function serveDeed(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== 'POST') {
      return answer(response, 405, { problem: 'Only POST is served here.' }, { allow: 'POST' });
    }
    const body = await readBody(request);
    if (body === undefined) return answer(response, 413, { problem: 'That is too long.' });
    const deed = parsePageRequest(body);
    if (deed === undefined) return answer(response, 400, { problem: 'That is no known request.' });
    answer(response, 200, await stage.act(deed));
  }

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      // The client went away, or a fault of ours.
      if (!request.socket.destroyed) console.error('The demo could not answer', request.url, error);
      if (response.headersSent || request.socket.destroyed) response.destroy();
      else answer(response, 500, { problem: 'The demo could not do that.' });
    });
  });
  const stopListening = stage.onChange((event) => streams.send(event));
  const close = async () => {
    stopListening();
    streams.send({ kind: 'over' });
    streams.close();
    await closeServer(server);
  };
  try {
    const taken = await listenOnLoopback(server, port);
    return {
      url: `http://127.0.0.1:${taken}/`,
      get pages() {
        return streams.size;
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function sendAsset(
  response: ServerResponse,
  asset: PageAsset | undefined,
  method: 'GET' | 'HEAD',
): void {
  if (asset === undefined) {
    answer(response, 404, { problem: 'There is nothing here.' });
    return;
  }
  response.writeHead(200, { ...SECURITY_HEADERS, 'content-type': asset.contentType });
  response.end(method === 'HEAD' ? undefined : asset.content);
}

function answer(
  response: ServerResponse,
  status: number,
  done: Done,
  headers: Readonly<Record<string, string>> = {},
): void {
  response
    .writeHead(status, { ...SECURITY_HEADERS, ...headers, 'content-type': 'application/json' })
    .end(JSON.stringify(done));
}
