import { createServer } from 'node:net';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { freePort } from '../../../src/sandbox/free-port.ts';
import type { PageEvent, PageRequest, PageState } from '../../../src/sandbox/page/protocol.ts';
import { PortTaken } from '../../../src/sandbox/page/server/listen-on-loopback.ts';
import { startPageServer } from '../../../src/sandbox/page/server/page-server.ts';
import { ask, askToDo } from './ask.ts';
import { readEvents } from './read-events.ts';

const STATE: PageState = {
  visitor: 'U0ALICE',
  command: { name: '/mysqlop', hint: 'watch', about: 'Watch' },
  shortcuts: [],
  channels: [],
  users: [],
  messages: [],
  views: [],
  stories: [],
  operations: [],
  pager: [],
  controls: { speed: 10, slack: 'fine', plugs: { bot: 'running', worker: 'running' } },
};

const CONTROLS: PageEvent = {
  kind: 'controls',
  controls: { speed: 60, slack: '429', plugs: { bot: 'stopped', worker: 'running' } },
};

/** A server with a stage on which nothing happens but what the test does. */
async function startServer({ heartbeatMs = 60_000 } = {}) {
  const listeners = new Set<(event: PageEvent) => void>();
  const deeds: PageRequest[] = [];
  const server = await startPageServer({
    port: await freePort(),
    heartbeatMs,
    assets: new Map([['/', { contentType: 'text/html; charset=utf-8', content: '<p>page' }]]),
    stage: {
      state: () => STATE,
      onChange(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      async act(deed) {
        deeds.push(deed);
        if (deed.do === 'plug-in') throw new Error('It broke');
        return deed.do === 'open-home' ? { problem: 'Not today.' } : {};
      },
    },
  });
  onTestFinished(() => server.close());
  const tell = (event: PageEvent) => {
    for (const listener of listeners) listener(event);
  };
  return { server, url: server.url, deeds, listeners, tell };
}

describe('the page', () => {
  test('is served with a strict policy on every answer', async () => {
    const { url } = await startServer();
    const page = await ask(url);
    expect(page).toMatchObject({ status: 200, text: '<p>page' });
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    const answers = [page, await ask(url, { path: '/none' }), await askToDo(url, {})];
    for (const { headers } of answers) {
      expect(headers).toMatchObject({
        'content-security-policy':
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-store',
      });
      expect(headers).not.toHaveProperty('access-control-allow-origin');
    }
  });

  test('knows its paths and methods only', async () => {
    const { url, deeds } = await startServer();
    expect(await ask(url, { path: '/../package.json' })).toMatchObject({ status: 404 });
    expect(await ask(url, { method: 'DELETE' })).toMatchObject({ status: 405 });
    expect(await ask(url, { path: '/do' })).toMatchObject({ status: 405 });
    expect(await ask(url, { method: 'OPTIONS', path: '/do' })).toMatchObject({ status: 405 });
    expect(await ask(url, { method: 'HEAD' })).toMatchObject({ status: 200, text: '' });
    expect(deeds).toEqual([]);
  });

  test.each(['evil.example:8088', '127.0.0.1.evil.example', 'localhost.evil.example:80'])(
    'is not shown under the name %j',
    async (host) => {
      const { url } = await startServer();
      expect(await ask(url, { headers: { host } })).toMatchObject({ status: 403 });
      expect(await ask(url, { path: '/events', headers: { host } })).toMatchObject({ status: 403 });
    },
  );

  test('is shown as localhost, under any port that leads to it', async () => {
    const { url } = await startServer();
    expect(await ask(url, { headers: { host: 'localhost:9000' } })).toMatchObject({ status: 200 });
  });
});

describe('a port', () => {
  test('that is taken is refused in a clear line', async () => {
    const taken = createServer();
    const port = await freePort();
    await new Promise<void>((resolve) => taken.listen(port, '127.0.0.1', resolve));
    onTestFinished(() => void taken.close());
    const stage = { state: () => STATE, onChange: () => () => undefined, act: async () => ({}) };
    const refused = startPageServer({ stage, assets: new Map(), port });
    await expect(refused).rejects.toThrow(PortTaken);
    await expect(refused).rejects.toThrow(
      `Port ${port} can't be had (somebody else uses it). Please name another.`,
    );
  });
});

describe('POST /do', () => {
  const deed = { do: 'command', channel: 'C0DBA', text: 'help' };

  test('does what the page asks, and answers what was a problem', async () => {
    const { url, deeds } = await startServer();
    expect(await askToDo(url, deed)).toMatchObject({ status: 200, text: '{}' });
    expect(await askToDo(url, { do: 'open-home' })).toMatchObject({
      status: 200,
      text: '{"problem":"Not today."}',
    });
    expect(deeds).toEqual([deed, { do: 'open-home' }]);
  });

  test.each([
    { origin: 'http://evil.example' },
    { origin: 'null' },
    { origin: 'http://localhost:1' },
    {},
  ])('refuses another origin: %j', async (given: Record<string, string>) => {
    const { url, deeds } = await startServer();
    const headers = { 'content-type': 'application/json', ...given };
    const body = JSON.stringify(deed);
    const answer = await ask(url, { method: 'POST', path: '/do', headers, body });
    expect(answer.status).toBe(403);
    expect(deeds).toEqual([]);
  });

  test('refuses what is not JSON by its own word, as forms of other sites are', async () => {
    const { url, deeds } = await startServer();
    const headers = { 'content-type': 'text/plain', origin: new URL(url).origin };
    const body = JSON.stringify(deed);
    const answer = await ask(url, { method: 'POST', path: '/do', headers, body });
    expect(answer.status).toBe(415);
    expect(deeds).toEqual([]);
  });

  test.each([
    ['a command without a text', { do: 'command', channel: 'C0DBA' }],
    ['a text of 12,001 characters', { ...deed, text: 'x'.repeat(12_001) }],
    ['a field too many', { ...deed, user: 'U0BOB' }],
    ['an empty message', { do: 'say', channel: 'C0DBA', text: '  ' }],
    ['another speed', { do: 'set-speed', speed: 2 }],
    ['values that are no texts', { do: 'submit', viewId: 'V0', values: { a: 1 } }],
    ['a list', [deed]],
  ])('refuses %s', async (_what, strange) => {
    const { url, deeds } = await startServer();
    expect(await askToDo(url, strange)).toMatchObject({
      status: 400,
      text: '{"problem":"That is no known request."}',
    });
    expect(deeds).toEqual([]);
  });

  test('tells a fault of its own as one', async () => {
    const { url } = await startServer();
    const silence = vi.spyOn(console, 'error').mockReturnValue();
    onTestFinished(() => silence.mockRestore());
    expect(await askToDo(url, { do: 'plug-in', of: 'bot' })).toMatchObject({
      status: 500,
      text: '{"problem":"The demo could not do that."}',
    });
    expect(silence).toHaveBeenCalledOnce();
  });

  test('takes a signed URL of 8 KB, and no more than 64 KB in all', async () => {
    const { url, deeds } = await startServer();
    const long = { ...deed, text: `watch ${'x'.repeat(8_192)}` };
    expect(await askToDo(url, long)).toMatchObject({ status: 200 });
    const huge = { ...deed, text: 'x'.repeat(64 * 1024) };
    expect(await askToDo(url, huge)).toMatchObject({ status: 413 });
    expect(deeds).toEqual([long]);
  });
});

describe('GET /events', () => {
  test('begins with everything, then tells each change with an id of its own', async () => {
    const { url, tell } = await startServer();
    const events = await readEvents(url);
    expect(events.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    const first = await events.next();
    expect(first.event).toEqual({ kind: 'state', state: STATE });
    tell(CONTROLS);
    const second = await events.next();
    expect(second.event).toEqual(CONTROLS);
    expect(second.id).toBeGreaterThan(first.id);
  });

  test('begins anew for a page that comes back', async () => {
    const { url, tell, server } = await startServer();
    const gone = await readEvents(url);
    await gone.next();
    tell(CONTROLS);
    await gone.next();
    gone.close();
    const back = await readEvents(url);
    expect((await back.next()).event.kind).toBe('state');
    await expect.poll(() => server.pages).toBe(1);
  });

  test('shows that it lives', async () => {
    const { url } = await startServer({ heartbeatMs: 10 });
    const events = await readEvents(url);
    expect(await events.untilText(': still here\n\n')).toContain('"kind":"state"');
  });

  test('ends with the server, which says so and listens to the stage no longer', async () => {
    const { url, server, listeners } = await startServer();
    const events = await readEvents(url);
    await events.next();
    await server.close();
    expect((await events.next()).event).toEqual({ kind: 'over' });
    await expect(events.next()).rejects.toThrow();
    expect(server.pages).toBe(0);
    expect(listeners.size).toBe(0);
  });
});
