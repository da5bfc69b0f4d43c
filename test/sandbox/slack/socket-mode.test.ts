import { describe, expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import type { SimulatedSlack } from '../../../src/sandbox/slack/simulated-slack.ts';
import { startBolt } from './start-bolt.ts';
import { createClient, present, startSlack } from './start-slack.ts';

const order = { channel: 'C0DBA', user: 'U0ALICE', text: '' };

async function socketUrl(slack: SimulatedSlack): Promise<string> {
  return present((await createClient(slack, slack.appToken).apps.connections.open()).url);
}

/** A bare socket that acknowledges everything, and what it received. */
async function connect(slack: SimulatedSlack) {
  const received: Record<string, unknown>[] = [];
  const socket = new WebSocket(await socketUrl(slack));
  onTestFinished(() => socket.terminate());
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.on('message', (data) => {
      const message = JSON.parse(String(data));
      received.push(message);
      if (message.type === 'hello' || message.type === 'disconnect') resolve();
      else socket.send(JSON.stringify({ envelope_id: message.envelope_id }));
    });
  });
  return { socket, received };
}

describe('Socket Mode', () => {
  test('greets, and sends a command in an envelope', async () => {
    const slack = await startSlack();
    const { received } = await connect(slack);
    await slack.command(order);
    expect(received).toMatchObject([
      { type: 'hello', num_connections: 1, connection_info: { app_id: 'A0SIMULATED' } },
      { type: 'slash_commands', accepts_response_payload: true, payload: { user_id: 'U0ALICE' } },
    ]);
  });

  test('lets a URL be used once', async () => {
    const slack = await startSlack();
    const url = await socketUrl(slack);
    const attempt = () =>
      new Promise((resolve) => {
        const socket = new WebSocket(url);
        onTestFinished(() => socket.terminate());
        socket.once('open', () => resolve('open'));
        socket.once('error', (error) => resolve(error.message));
      });
    expect(await attempt()).toBe('open');
    expect(await attempt()).toContain('401');
  });

  test('gives each envelope to one socket, in turn', async () => {
    const slack = await startSlack();
    const one = await connect(slack);
    const two = await connect(slack);
    expect(slack.connectedSockets).toBe(2);
    for (let i = 0; i < 4; i += 1) await slack.command(order);
    expect(one.received).toHaveLength(3);
    expect(two.received).toHaveLength(3);
  });

  test('sends an envelope again with the same ids', async () => {
    const slack = await startSlack();
    const { received } = await connect(slack);
    await slack.command(order);
    await slack.redeliver();
    expect(received).toHaveLength(3);
    expect(received[2]).toEqual(received[1]);
  });

  test('sends an envelope again before the first is acknowledged', async () => {
    const slack = await startSlack();
    const sockets = [await connect(slack), await connect(slack)];
    const first = slack.command(order);
    await slack.redeliver();
    await first;
    const [envelopes, others] = sockets.map(({ received }) =>
      received.filter(({ type }) => type === 'slash_commands'),
    );
    expect(envelopes).toHaveLength(1);
    expect(others).toEqual(envelopes);
  });

  test('turns an eleventh socket away', async () => {
    const slack = await startSlack();
    for (let i = 0; i < 10; i += 1) await connect(slack);
    const { received } = await connect(slack);
    expect(received).toMatchObject([{ type: 'disconnect', reason: 'too_many_websockets' }]);
    expect(slack.connectedSockets).toBe(10);
  });

  test('goes on after the sockets were cut and Bolt came back', async () => {
    const slack = await startSlack();
    await startBolt(slack, 'socket', (app) => {
      app.command('/mysqlop', ({ ack }) => ack('still here'));
    });
    await slack.command(order);
    slack.dropSockets();
    await slack.until(() => slack.connectedSockets === 0, { what: 'the socket to go' });
    await slack.until(() => slack.connectedSockets === 1, { what: 'Bolt to come back' });
    expect((await slack.command(order)).response).toEqual({ text: 'still here' });
  });

  test('makes Bolt connect anew when it asks it to', async () => {
    const slack = await startSlack();
    await startBolt(slack, 'socket', (app) => {
      app.command('/mysqlop', ({ ack }) => ack());
    });
    slack.refreshSockets();
    await slack.until(() => slack.connectedSockets === 0);
    await slack.until(() => slack.connectedSockets === 1);
    expect(slack.calls.filter(({ method }) => method === 'apps.connections.open')).toHaveLength(2);
    // Bolt leaves an unhandled rejection behind when it is stopped before it was greeted again.
    await slack.command(order);
  });

  test('does not keep a person waiting once it is closed', async () => {
    const slack = await startSlack();
    await startBolt(slack, 'socket', (app) => {
      app.command('/mysqlop', async () => undefined);
    });
    const failed = expect(slack.command(order)).rejects.toThrow('was closed');
    await slack.close();
    await failed;
  });

  test('cuts the sockets when it is closed', async () => {
    const slack = await startSlack();
    const { socket } = await connect(slack);
    const closed = new Promise((resolve) => socket.once('close', resolve));
    await slack.close();
    await closed;
  });
});
