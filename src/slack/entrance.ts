import { App, HTTPReceiver, SocketModeReceiver } from '@slack/bolt';
import { slackLogger } from './api/slack-logger.ts';
import { COMMAND } from './commands/parse-command.ts';
import {
  acknowledgeButton,
  refreshButton,
  stopButton,
  watchOnButton,
} from './listeners/actions/card-buttons.ts';
import { mysqlopCommand } from './listeners/commands/mysqlop.ts';
import type { ListenerDependencies } from './listeners/listener-dependencies.ts';
import { SocketConnection } from './socket-connection.ts';

/** How people's commands reach us. */
export type EntranceOptions =
  | { readonly kind: 'socket'; readonly appToken: string }
  | { readonly kind: 'http'; readonly signingSecret: string; readonly port: number };

/** Where Slack delivers commands and button presses. */
export interface Entrance {
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Undefined where commands are taken, else why they are not. */
  problem(): string | undefined;
}

/** Listens for what people ask, over Socket Mode or signed HTTP requests. */
export function createEntrance(
  options: EntranceOptions & { readonly botToken: string; readonly apiUrl: string },
  dependencies: ListenerDependencies,
): Entrance {
  const { log } = dependencies;
  const logger = slackLogger(log);
  const clientOptions = () => ({
    slackApiUrl: options.apiUrl,
    retryConfig: { retries: 0 },
    timeout: 10_000,
  });
  if (options.kind === 'socket') {
    const receiver = new SocketModeReceiver({
      appToken: options.appToken,
      logger,
      // Bolt would change options that it shares; and its own reconnecting can end the process.
      installerOptions: { clientOptions: clientOptions() },
      autoReconnectEnabled: false,
    });
    listen(createApp(receiver));
    return new SocketConnection(receiver.client, log);
  }
  const receiver = new HTTPReceiver({
    signingSecret: options.signingSecret,
    endpoints: '/slack/events',
    logger,
  });
  listen(createApp(receiver));
  let listening = false;
  return {
    async start() {
      await receiver.start(options.port);
      listening = true;
    },
    async stop() {
      listening = false;
      await receiver.stop();
    },
    problem: () => (listening ? undefined : 'not listening for requests from Slack'),
  };

  function createApp(receiver: SocketModeReceiver | HTTPReceiver): App {
    return new App({
      receiver,
      logger,
      clientOptions: clientOptions(),
      // The token is checked by the readiness check, not by a call before each command.
      authorize: async () => ({ botToken: options.botToken }),
      convoStore: false,
    });
  }

  function listen(app: App): void {
    app.command(COMMAND, mysqlopCommand(dependencies));
    const buttons = {
      acknowledge: acknowledgeButton,
      refresh: refreshButton,
      stop: stopButton,
      'watch-on': watchOnButton,
    };
    for (const [action_id, button] of Object.entries(buttons)) {
      app.action({ type: 'block_actions', action_id }, button(dependencies));
    }
    app.action(/^link-/, async ({ ack }) => await ack());
    app.error(async (error) => {
      log.error({ event: 'slack.listener_failed', err: error });
    });
  }
}
