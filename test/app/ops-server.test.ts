import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Check, type OpsSources, startOpsServer } from '../../src/app/ops-server.ts';

const HOST = '127.0.0.1';

const NOTHING: OpsSources = { checks: [], notices: [], metrics: async () => '' };

async function serve(sources: Partial<OpsSources>) {
  const server = await startOpsServer({ host: HOST, port: 0 }, { ...NOTHING, ...sources });
  onTestFinished(() => server.close());
  return server;
}

async function start(checks: readonly Check[], notices: readonly Check[] = []) {
  const server = await serve({ checks, notices });
  return async (path: string, options?: RequestInit) => {
    const response = await fetch(`http://${HOST}:${server.port}${path}`, options);
    const body: unknown = await response.json();
    return { status: response.status, body, headers: response.headers };
  };
}

const fine: Check = { name: 'redis', problem: () => undefined };
const away: Check = { name: 'slack', problem: async () => 'Slack does not answer' };
const broken: Check = {
  name: 'entrance',
  problem: () => {
    throw new Error('it broke');
  },
};

describe('/livez', () => {
  it('answers for as long as the process does, whatever else is wrong', async () => {
    const get = await start([away, broken]);
    expect(await get('/livez')).toMatchObject({ status: 200, body: { status: 'ok' } });
  });
});

describe('/readyz', () => {
  it('is 200 where all is well', async () => {
    const get = await start([fine, { ...fine, name: 'slack' }]);
    expect(await get('/readyz')).toMatchObject({
      status: 200,
      body: { status: 'ready', checks: { redis: 'ok', slack: 'ok' } },
    });
  });

  it('is 503 where something is not, and says what', async () => {
    const get = await start([fine, away]);
    expect(await get('/readyz')).toMatchObject({
      status: 503,
      body: { status: 'not ready', checks: { redis: 'ok', slack: 'Slack does not answer' } },
    });
  });

  it('is 503 where a check itself breaks, at once or later', async () => {
    const later: Check = {
      name: 'redis',
      problem: () => Promise.reject(new Error('it broke, too')),
    };
    const get = await start([broken, later]);
    expect(await get('/readyz')).toMatchObject({
      status: 503,
      body: { checks: { entrance: 'it broke', redis: 'it broke, too' } },
    });
  });

  it('looks anew each time', async () => {
    const problems = ['starting', undefined];
    const get = await start([{ name: 'slack', problem: () => problems.shift() }]);
    expect((await get('/readyz')).status).toBe(503);
    expect((await get('/readyz?verbose')).status).toBe(200);
  });

  it('is not to be kept by anybody in between', async () => {
    const get = await start([fine]);
    expect((await get('/readyz')).headers.get('cache-control')).toBe('no-store');
  });
});

describe('what people should know, though the process is ready', () => {
  const outbox: Check = { name: 'outbox', problem: async () => 'Slack takes this nowhere' };

  it('stands in /readyz, which is 200 all the same', async () => {
    const get = await start([fine], [outbox]);
    expect(await get('/readyz')).toMatchObject({
      status: 200,
      body: { status: 'ready', checks: { redis: 'ok', outbox: 'Slack takes this nowhere' } },
    });
  });

  it('does not get an unready process ready', async () => {
    const get = await start([away], [{ ...outbox, problem: () => undefined }]);
    expect(await get('/readyz')).toMatchObject({
      status: 503,
      body: { checks: { slack: 'Slack does not answer', outbox: 'ok' } },
    });
  });

  it('is 200 even where nobody can find it out', async () => {
    const get = await start([fine], [{ ...broken, name: 'outbox' }]);
    expect(await get('/readyz')).toMatchObject({
      status: 200,
      body: { checks: { outbox: 'it broke' } },
    });
  });
});

describe('/metrics', () => {
  async function scrape(metrics: OpsSources['metrics'], path = '/metrics') {
    const server = await serve({ checks: [away], metrics });
    return await fetch(`http://${HOST}:${server.port}${path}`);
  }

  it('is what there is to count, in the format of Prometheus, ready or not', async () => {
    const response = await scrape(async () => 'mysqlop_watches{state="running"} 3\n');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(await response.text()).toBe('mysqlop_watches{state="running"} 3\n');
  });

  it('may be asked for with a query', async () => {
    expect((await scrape(async () => 'up 1\n', '/metrics?name=up')).status).toBe(200);
  });

  it('is 503 where it can’t be counted, and says why', async () => {
    const response = await scrape(() => Promise.reject(new Error('Redis does not answer')));
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({
      status: 'not available',
      detail: 'Redis does not answer',
    });
  });
});

describe('any other path', () => {
  it.each(['/', '/healthz', '/livez/', '//livez', '/%00'])(
    '%s is 404 and says what there is',
    async (path) => {
      const get = await start([fine]);
      expect(await get(path)).toMatchObject({
        status: 404,
        body: { try: ['/livez', '/readyz', '/metrics'] },
      });
    },
  );
});

describe('the server', () => {
  it('says so where its port is taken', async () => {
    const first = await serve({});
    await expect(startOpsServer({ host: HOST, port: first.port }, NOTHING)).rejects.toThrow(
      /EADDRINUSE/,
    );
  });

  it('closes a connection that sends slowly', async () => {
    const { port } = await serve({});
    const socket = connect(port, HOST);
    socket.on('error', () => undefined).resume();
    socket.write('GET /livez HTTP/1.1\r\nhost: x\r\n');
    const since = Date.now();
    await once(socket, 'close');
    expect(Date.now() - since).toBeLessThan(8000);
  }, 15_000);

  it('reads no body', async () => {
    const { port } = await serve({});
    const socket = connect(port, HOST);
    socket.on('error', () => undefined).resume();
    socket.write('GET /livez HTTP/1.1\r\nhost: x\r\ncontent-length: 1000000\r\n\r\nxx');
    await once(socket, 'close');
  });

  it('tells no secret of ours that stands in what is wrong', async () => {
    const removeKnown = (text: string) => text.replaceAll('hunter2', '[removed]');
    const problem = () => 'wrong: hunter2';
    const server = await serve({ checks: [{ name: 'redis', problem }], removeKnown });
    const answer = await fetch(`http://${HOST}:${server.port}/readyz`);
    expect(await answer.text()).toContain('wrong: [removed]');
  });

  it('ends even while somebody waits for an answer', async () => {
    const asked = Promise.withResolvers<void>();
    const hanging: Check = {
      name: 'redis',
      problem: () => {
        asked.resolve();
        return new Promise<undefined>(() => undefined);
      },
    };
    const server = await serve({ checks: [hanging] });
    const answer = expect(fetch(`http://${HOST}:${server.port}/readyz`)).rejects.toThrow();
    await asked.promise;
    await server.close();
    await answer;
  });
});
