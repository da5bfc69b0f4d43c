import { createServer } from 'node:http';
import { App, HTTPReceiver, SocketModeReceiver } from '@slack/bolt';
import { onTestFinished } from 'vitest';
import type { SimulatedSlack } from '../../../src/sandbox/slack/simulated-slack.ts';
import { QUIET } from './start-slack.ts';

export type Transport = 'socket' | 'http';

/** An app made with Bolt; `listen` adds its listeners before it starts. Ends with the test. */
export async function startBolt(
  slack: SimulatedSlack,
  transport: Transport,
  listen: (app: App) => void,
): Promise<App> {
  return transport === 'socket' ? overSocket(slack, listen) : overHttp(slack, listen);
}

function createApp(slack: SimulatedSlack, receiver: SocketModeReceiver | HTTPReceiver): App {
  return new App({
    receiver,
    token: slack.botToken,
    logger: QUIET,
    clientOptions: { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } },
  });
}

async function overSocket(slack: SimulatedSlack, listen: (app: App) => void): Promise<App> {
  const receiver = new SocketModeReceiver({
    appToken: slack.appToken,
    logger: QUIET,
    clientPingTimeout: 100,
    installerOptions: {
      clientOptions: { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } },
    },
  });
  const app = createApp(slack, receiver);
  listen(app);
  await app.start();
  onTestFinished(async () => {
    await app.stop();
  });
  return app;
}

async function overHttp(slack: SimulatedSlack, listen: (app: App) => void): Promise<App> {
  const receiver = new HTTPReceiver({ signingSecret: slack.signingSecret, logger: QUIET });
  const app = createApp(slack, receiver);
  listen(app);
  const server = createServer(receiver.requestListener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No port was given');
  slack.requestUrl = `http://127.0.0.1:${address.port}/slack/events`;
  return app;
}
