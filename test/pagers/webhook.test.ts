import { type ChildProcess, spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createWebhook } from '../../src/pagers/webhook.ts';
import { freePort } from '../../src/sandbox/free-port.ts';
import { closeServer, listen } from '../../src/sandbox/slack/http-server.ts';
import { problemsIn } from '../json-schema.ts';
import { projectFile } from '../project/project-files.ts';
import { pagerMessage } from './pager-message.ts';

const KEY = Buffer.from('0123456789abcdef0123456789abcdef');
const SECRET = `whsec_${KEY.toString('base64')}`;
const SCHEMA: unknown = JSON.parse(projectFile('docs/webhook.schema.json'));

interface Received {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** What arrives of these messages. */
async function received(...messages: readonly ReturnType<typeof pagerMessage>[]) {
  const all: Received[] = [];
  const server = createServer(async (request, response) => {
    all.push({ headers: request.headers, body: await text(request) });
    response.writeHead(204).end();
  });
  const url = `http://127.0.0.1:${await listen(server, 0)}/hook`;
  const pager = createWebhook({ url, secret: SECRET, fetch: globalThis.fetch, now: () => 1e12 });
  for (const message of messages) {
    expect(await pager.send(message)).toEqual({ kind: 'accepted' });
  }
  await closeServer(server);
  return all;
}

test('is signed as Standard Webhooks says, under an id that stays and a time that is of each attempt', async () => {
  const [first, second] = await received(pagerMessage(), pagerMessage());
  const { headers, body } = first ?? { headers: {}, body: '' };
  const hash = createHmac('sha256', KEY).update(`abc-1/webhook/ended-1.1000000000.${body}`);
  expect(headers).toMatchObject({
    'content-type': 'application/json',
    'webhook-id': 'abc-1/webhook/ended-1',
    'webhook-timestamp': '1000000000',
    'webhook-signature': `v1,${hash.digest('base64')}`,
  });
  expect(second?.headers['webhook-id']).toBe(headers['webhook-id']);
});

describe('the schema', () => {
  test('describes all that is sent', async () => {
    const {
      percent: _percent,
      startedAt: _at,
      server: _server,
      ...bare
    } = pagerMessage().operation;
    const all = await received(
      pagerMessage(),
      pagerMessage({ operation: bare, reason: undefined, links: [] }),
      pagerMessage({ action: 'acknowledge', by: 'U0BOB', until: 1e12 }),
      pagerMessage({ action: 'resolve', by: 'U0BOB', done: 'Made room.', cause: 'succeeded' }),
    );
    expect(all.map(({ body }) => problemsIn(JSON.parse(body), SCHEMA))).toEqual([[], [], [], []]);
    expect(all.map(({ body }) => JSON.parse(body).type)).toEqual([
      ...['alert.triggered', 'alert.triggered', 'alert.acknowledged', 'alert.resolved'],
    ]);
  });

  test('describes the example in the documentation', () => {
    const [, example = ''] = /```json\n([\s\S]*?)```/.exec(projectFile('docs/pagers.md')) ?? [];
    expect(problemsIn(JSON.parse(example), SCHEMA)).toEqual([]);
  });

  test('finds what is wrong', () => {
    expect(problemsIn({ version: 2, type: 'alert', timestamp: 'soon', data: {} }, SCHEMA)).toEqual([
      '$.version: must be 1',
      '$.type: must be one of alert.triggered, alert.acknowledged, alert.resolved',
      expect.stringContaining('$.timestamp: must match'),
      ...['key', 'severity', 'cause', 'summary', 'operation', 'links'].map(
        (name) => `$.data: lacks ${name}`,
      ),
    ]);
  });
});

describe('the receiver in the documentation', () => {
  let folder: string;
  let receiver: ChildProcess;
  let url: string;
  let printed = '';
  beforeAll(async () => {
    const [, source = ''] = /```js\n([\s\S]*?)```/.exec(projectFile('docs/pagers.md')) ?? [];
    folder = mkdtempSync(join(tmpdir(), 'mysqlop-receiver-'));
    const file = join(folder, 'receiver.mjs');
    writeFileSync(file, source);
    const port = await freePort();
    url = `http://127.0.0.1:${port}/`;
    receiver = spawn(process.execPath, [file], {
      env: { WEBHOOK_SECRET: SECRET, PORT: String(port) },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    receiver.stdout?.setEncoding('utf8').on('data', (said: string) => {
      printed += said;
    });
    await vi.waitUntil(
      () =>
        fetch(url).then(
          () => true,
          () => false,
        ),
      { timeout: 20_000 },
    );
  });
  afterAll(async () => {
    const ended = new Promise((resolve) => receiver.once('exit', resolve));
    receiver.kill();
    await ended;
    rmSync(folder, { recursive: true });
  });

  const send = (secret = SECRET, now = Date.now()) =>
    createWebhook({ url, secret, fetch: globalThis.fetch, now: () => now }).send(pagerMessage());

  test('takes what comes from the bot', async () => {
    expect(await send()).toEqual({ kind: 'accepted' });
    await expect
      .poll(() => printed, { timeout: 20_000 })
      .toBe(
        'alert.triggered mysqlop/abc-1: nightly export (backup of srv1) failed at 43 %: DiskFull: no room\n',
      );
  });

  test('refuses another’s signature, and what is old', async () => {
    const other = `whsec_${Buffer.from('f'.repeat(32)).toString('base64')}`;
    expect(await send(other)).toEqual({ kind: 'refused', error: '401' });
    expect(await send(SECRET, Date.now() - 3_600_000)).toEqual({ kind: 'refused', error: '401' });
  });
});
