import { once } from 'node:events';
import { connect } from 'node:net';
import { HTTPReceiver } from '@slack/bolt';
import { pino } from 'pino';
import { describe, expect, it, onTestFinished } from 'vitest';
import { freePort } from '../../src/sandbox/free-port.ts';
import { signRequest } from '../../src/sandbox/slack/delivery/signature.ts';
import { createRequestServer } from '../../src/slack/request-server.ts';

const SIGNING_SECRET = 'signing-secret';

async function start() {
  const taken: unknown[] = [];
  const receiver = new HTTPReceiver({ signingSecret: SIGNING_SECRET, endpoints: '/slack/events' });
  const app = {
    async processEvent({ body, ack }: { readonly body: unknown; ack(): Promise<void> }) {
      taken.push(body);
      await ack();
    },
  };
  Object.assign(receiver, { app });
  const host = '127.0.0.1';
  const port = await freePort();
  const log = pino({ level: 'silent' });
  const server = createRequestServer({ receiver, signingSecret: SIGNING_SECRET, host, port, log });
  await server.start();
  onTestFinished(() => server.close());

  async function post(body: string, { path = '/slack/events', signature = '', headers = {} } = {}) {
    const timestamp = Math.floor(Date.now() / 1000);
    return await fetch(`http://${host}:${port}${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-slack-request-timestamp': String(timestamp),
        'x-slack-signature': signature || signRequest(SIGNING_SECRET, timestamp, body),
        ...headers,
      },
      body,
    });
  }
  return { post, taken, port, host, server };
}

const sized = (bytes: number) => JSON.stringify({ text: 'x'.repeat(bytes - 11) });

describe('a request', () => {
  it('that is signed is handed on', async () => {
    const { post, taken } = await start();
    expect((await post('{"type":"x"}')).status).toBe(200);
    expect(taken).toEqual([{ type: 'x' }]);
  });

  it('that is not signed is refused, whatever it holds', async () => {
    const { post, taken } = await start();
    const signature = `v0=${'0'.repeat(64)}`;
    for (const body of ['{}', 'null', '{']) {
      expect((await post(body, { signature })).status).toBe(401);
    }
    expect(taken).toEqual([]);
  });

  it('of 512 KB is taken, and a larger one refused before its signature is looked at', async () => {
    const { post, taken } = await start();
    expect((await post(sized(512 * 1024))).status).toBe(200);
    expect((await post(sized(512 * 1024 + 1))).status).toBe(413);
    expect((await post(sized(513 * 1024), { signature: 'none' })).status).toBe(413);
    expect(taken).toHaveLength(1);
  });

  it('to another path is not found', async () => {
    const { post } = await start();
    expect((await post('{}', { path: '/other' })).status).toBe(404);
    expect((await post('{}', { path: '//' })).status).toBe(404);
  });
});

describe('a connection', () => {
  it('that sends no end of a body is cut off at 512 KB', async () => {
    const { port, host } = await start();
    const socket = connect(port, host);
    socket.on('error', () => undefined);
    let answer = '';
    socket.setEncoding('utf8').on('data', (text: string) => {
      answer += text;
    });
    socket.write('POST /slack/events HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n');
    const chunk = `2000\r\n${'x'.repeat(0x2000)}\r\n`;
    for (let sent = 0; sent < 80; sent++) socket.write(chunk);
    await once(socket, 'close');
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  });

  it('that sends slowly is closed', async () => {
    const { port, host } = await start();
    const socket = connect(port, host);
    socket.on('error', () => undefined).resume();
    socket.write('POST /slack/events HTTP/1.1\r\nhost: x\r\n');
    const since = Date.now();
    await once(socket, 'close');
    expect(Date.now() - since).toBeLessThan(8000);
  }, 15_000);
});

it('closes though somebody has sent half a request only', async () => {
  const { server, port, host } = await start();
  const socket = connect(port, host);
  socket.on('error', () => undefined).resume();
  await once(socket, 'connect');
  socket.write('POST /slack/events HTTP/1.1\r\nhost: x\r\n');
  await fetch(`http://${host}:${port}/`);
  await server.close();
}, 15_000);

it('says whether it listens', async () => {
  const { server } = await start();
  expect(server.problem()).toBeUndefined();
  await server.close();
  expect(server.problem()).toContain('not listening');
});
