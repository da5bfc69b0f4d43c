import { createServer } from 'node:http';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { SimulatedSlack } from '../../../src/sandbox/slack/simulated-slack.ts';
import { startBolt } from './start-bolt.ts';
import { startSlack } from './start-slack.ts';

const order = { channel: 'C0DBA', user: 'U0ALICE', text: '' };
const body = new URLSearchParams({ command: '/mysqlop', text: 'x', user_id: 'U0ALICE' }).toString();

async function startCounting() {
  const slack = await startSlack();
  let taken = 0;
  await startBolt(slack, 'http', (app) => {
    app.command('/mysqlop', async ({ ack }) => {
      taken += 1;
      await ack();
    });
  });
  return { slack, taken: () => taken };
}

/** An app that answers everything with one status. */
async function answerWith(slack: SimulatedSlack, status: number, text = ''): Promise<void> {
  const server = createServer((_request, response) => response.writeHead(status).end(text));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No port was given');
  slack.requestUrl = `http://127.0.0.1:${address.port}/`;
}

describe('deliver', () => {
  test('signs so that Bolt believes it', async () => {
    const { slack, taken } = await startCounting();
    expect(await slack.deliver({ body })).toMatchObject({ status: 200 });
    expect(taken()).toBe(1);
  });

  test.each([
    ['a forged signature', { signature: `v0=${'0'.repeat(64)}` }],
    ['no signature to speak of', { signature: 'v0=' }],
    ['a timestamp from an hour ago', { timestamp: Math.floor(Date.now() / 1_000) - 3_600 }],
  ])('lets a test send %s, which Bolt refuses', async (_what, forged) => {
    const { slack, taken } = await startCounting();
    expect((await slack.deliver({ body, ...forged })).status).toBe(401);
    expect(taken()).toBe(0);
  });
});

describe('a command over HTTP', () => {
  test('fails where there is nobody', async () => {
    const slack = await startSlack();
    await expect(slack.command(order)).rejects.toMatchObject({ code: 'dispatch_failed' });
    slack.requestUrl = 'http://127.0.0.1:1/slack/events';
    await expect(slack.command(order)).rejects.toMatchObject({ code: 'dispatch_failed' });
  });

  test('fails where the app does not answer with 200', async () => {
    const slack = await startSlack();
    await answerWith(slack, 500);
    await expect(slack.command(order)).rejects.toMatchObject({
      code: 'dispatch_failed',
      status: 500,
    });
  });

  test('shows a plain text answer', async () => {
    const slack = await startSlack();
    await answerWith(slack, 200, 'plain');
    expect((await slack.command(order)).response).toEqual({ text: 'plain' });
    expect(slack.ephemerals('C0DBA', 'U0ALICE')).toMatchObject([{ text: 'plain' }]);
  });
});
