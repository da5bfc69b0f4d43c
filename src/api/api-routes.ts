import { randomUUID } from 'node:crypto';
import type { HttpBindings } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { PipelineId } from '../watch/askers.ts';
import { apiDocument } from './api-document.ts';
import type { ApiDependencies } from './dependencies.ts';
import { createGuard } from './guard.ts';
import { postWatch } from './post-watch.ts';
import { plainProblem } from './problem.ts';
import {
  LARGEST_BODY_BYTES,
  readIdempotencyKey,
  readWatchRequest,
  tooLarge,
  whyNotRead,
} from './read-request.ts';
import type { Reply } from './reply.ts';
import { replyOfTrouble } from './reply-of-answer.ts';
import { deleteWatch, getWatch, listWatchesOf } from './watch-routes.ts';

interface Env {
  Bindings: HttpBindings;
  Variables: {
    /** Names this request, in its answer and in the log. */
    request: string;
    begunAt: number;
    pipeline: PipelineId;
    /** Carried by every answer. */
    rates: Readonly<Record<string, string>>;
  };
}

/** Whoever asks for a list has all watches gone through. */
const LIST_COST = 10;

/** All that the API answers. @param version of the bot */
export function createApiRoutes(dependencies: ApiDependencies, version: string): Hono<Env> {
  const { log, report } = dependencies;
  const guard = createGuard(dependencies, () => performance.now());
  const document = JSON.stringify(apiDocument(version));
  const app = new Hono<Env>();

  /** Writes an answer out, and down in the log. */
  function send(c: Context<Env>, reply: Reply): Response {
    const { request, begunAt, pipeline, rates } = c.var;
    const { status, headers, body, problem } = reply;
    const tookMs = performance.now() - begunAt;
    report.apiAnswered(status, tookMs);
    const entry = {
      event: 'api.answered',
      request,
      pipeline,
      method: c.req.method,
      path: c.req.path.slice(0, 200),
      status,
      problem,
      ms: Math.round(tookMs),
    };
    // Whoever floods us must not flood the log: those without a token least of all.
    if (pipeline === undefined || status === 429) log.debug(entry);
    else log[status >= 500 ? 'warn' : 'info'](entry);
    const type = problem === undefined ? 'application/json' : 'application/problem+json';
    const told = problem === undefined ? body : { ...body, instance: `urn:uuid:${request}` };
    return c.body(`${JSON.stringify(told)}\n`, status, {
      'content-type': type,
      'cache-control': 'no-store',
      // Or its connection would be kept open for another request.
      ...(dependencies.stopping.aborted && { connection: 'close' }),
      ...rates,
      ...headers,
    });
  }

  app.use(async (c, next) => {
    c.set('request', randomUUID());
    c.set('begunAt', performance.now());
    await next();
  });
  app.get('/v1/openapi.json', (c) => c.body(document, 200, { 'content-type': 'application/json' }));
  app.all('/v1/openapi.json', (c) => send(c, notAllowed('GET, HEAD')));
  app.use('/v1/*', async (c, next) => {
    const address = c.env.incoming.socket.remoteAddress ?? '';
    const isList = c.req.method !== 'POST' && c.req.path === '/v1/watches';
    const admission = guard(c.req.header('authorization'), address, isList ? LIST_COST : 1);
    if (admission.kind === 'refused') return send(c, admission.reply);
    c.set('pipeline', admission.pipeline);
    c.set('rates', admission.headers);
    return await next();
  });

  app.post(
    '/v1/watches',
    async (c, next) => {
      const refusal = whyNotRead(c.req.header('content-type'));
      return refusal ? send(c, refusal) : await next();
    },
    bodyLimit({ maxSize: LARGEST_BODY_BYTES, onError: (c) => send(c, tooLarge()) }),
    async (c) => {
      const key = readIdempotencyKey(c.req.header('idempotency-key'));
      if (key.kind === 'wrong') return send(c, key.reply);
      const wish = readWatchRequest(await c.req.text());
      if (wish.kind === 'wrong') return send(c, wish.reply);
      return send(c, await postWatch(c.var.pipeline, wish.value, key.value, dependencies));
    },
  );
  app.get('/v1/watches', async (c) =>
    send(c, await listWatchesOf(c.var.pipeline, c.req.query('channel'), dependencies)),
  );
  app.all('/v1/watches', (c) => send(c, notAllowed('GET, HEAD, POST')));
  app.get('/v1/watches/:id', async (c) =>
    send(c, await getWatch(c.var.pipeline, named(c), dependencies)),
  );
  app.delete('/v1/watches/:id', async (c) =>
    send(c, await deleteWatch(c.var.pipeline, named(c), dependencies)),
  );
  app.all('/v1/watches/:id', (c) => send(c, notAllowed('DELETE, GET, HEAD')));

  app.notFound((c) =>
    send(c, plainProblem(404, 'There is nothing here. /v1/openapi.json describes what there is.')),
  );
  app.onError((error, c) => {
    log.error({ event: 'api.failed', request: c.var.request, err: error }, 'please report this');
    return send(c, replyOfTrouble({ kind: 'broken' }, dependencies));
  });
  return app;
}

function named(c: Context<Env, '/v1/watches/:id'>) {
  return { id: c.req.param('id'), channel: c.req.query('channel') };
}

function notAllowed(allow: string): Reply {
  return plainProblem(405, `That can’t be asked for here. What can: ${allow}.`, { allow });
}
