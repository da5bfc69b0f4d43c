import { App, HTTPReceiver, SocketModeReceiver } from '@slack/bolt';
import type { Outgoing } from '../outgoing/outgoing.ts';
import { slackLogger } from './api/slack-logger.ts';
import { COMMAND } from './commands/command.ts';
import { guardEnvelopes } from './guard-envelopes.ts';
import { cardMenuChosen } from './listeners/actions/card-menu-chosen.ts';
import { careMenuChosen } from './listeners/actions/care-menu-chosen.ts';
import { carePressed } from './listeners/actions/care-pressed.ts';
import { donePressed } from './listeners/actions/done-pressed.ts';
import { listTurned } from './listeners/actions/list-turned.ts';
import { refreshPressed } from './listeners/actions/refresh-pressed.ts';
import { stopPressed } from './listeners/actions/stop-pressed.ts';
import { tellMePressed } from './listeners/actions/tell-me-pressed.ts';
import { watchAgainPressed } from './listeners/actions/watch-again-pressed.ts';
import { mysqlopCommand } from './listeners/commands/mysqlop.ts';
import { directMessage } from './listeners/events/direct-message.ts';
import { homeOpened } from './listeners/events/home-opened.ts';
import { formWished } from './listeners/form-wished.ts';
import type { ListenerDependencies } from './listeners/listener-dependencies.ts';
import { watchMessageShortcut } from './listeners/shortcuts/watch-message-shortcut.ts';
import { doneFormSubmitted } from './listeners/views/done-form-submitted.ts';
import { watchFormSubmitted } from './listeners/views/watch-form-submitted.ts';
import { createRequestServer } from './request-server.ts';
import { SocketConnection } from './socket-connection.ts';
import { DONE_FORM } from './views/done-form.ts';
import { OPEN_FORM } from './views/home-view.ts';
import { WATCH_FORM } from './views/watch-form.ts';

/** How people's commands reach us. */
export type EntranceOptions =
  | { readonly kind: 'socket'; readonly appToken: string }
  | {
      readonly kind: 'http';
      readonly signingSecret: string;
      readonly host: string;
      readonly port: number;
    };

/** Where Slack delivers commands and button presses. */
export interface Entrance {
  start(): Promise<void>;
  close(): Promise<void>;
  /** Undefined where commands are taken, else why they are not. */
  problem(): string | undefined;
}

/** Listens for what people ask, over Socket Mode or signed HTTP requests. */
export function createEntrance(
  options: EntranceOptions & {
    readonly botToken: string;
    readonly apiUrl: string;
    readonly outgoing: Pick<Outgoing, 'fetch' | 'dispatcher'>;
  },
  dependencies: ListenerDependencies,
): Entrance {
  const { log } = dependencies;
  const logger = slackLogger(log);
  const { fetch, dispatcher } = options.outgoing;
  const clientOptions = () => ({
    slackApiUrl: options.apiUrl,
    retryConfig: { retries: 0 },
    // Else a 429 has the client sleep for as long as Slack says, be it a day, and all its calls with it.
    rejectRateLimitedCalls: true,
    timeout: 10_000,
    fetch,
  });
  if (options.kind === 'socket') {
    const receiver = new SocketModeReceiver({
      appToken: options.appToken,
      logger,
      ...(dispatcher && { dispatcher }),
      // Bolt would change options that it shares; and its own reconnecting can end the process.
      installerOptions: { clientOptions: clientOptions() },
      autoReconnectEnabled: false,
    });
    listen(createApp(receiver));
    guardEnvelopes(receiver.client, log);
    return new SocketConnection(receiver.client, log);
  }
  const receiver = new HTTPReceiver({
    signingSecret: options.signingSecret,
    endpoints: '/slack/events',
    logger,
  });
  listen(createApp(receiver));
  return createRequestServer({ ...options, receiver, log });

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
      'care-menu': careMenuChosen,
      done: donePressed,
      refresh: refreshPressed,
      stop: stopPressed,
      'tell-me': tellMePressed,
      'card-menu': cardMenuChosen,
      'watch-again': watchAgainPressed,
    };
    const care = {
      acknowledge: { kind: 'acknowledge' },
      snooze: { kind: 'snooze', snooze: '1h' },
      'take-back': { kind: 'take-back' },
    } as const;
    for (const [action_id, verb] of Object.entries(care)) {
      app.action({ type: 'block_actions', action_id }, carePressed(verb, dependencies));
    }
    for (const [action_id, button] of Object.entries(buttons)) {
      app.action({ type: 'block_actions', action_id }, button(dependencies));
    }
    app.action({ type: 'block_actions', action_id: OPEN_FORM }, formWished(dependencies));
    app.shortcut({ type: 'shortcut', callback_id: 'watch-operation' }, formWished(dependencies));
    app.shortcut(
      { type: 'message_action', callback_id: 'watch-message' },
      watchMessageShortcut(dependencies),
    );
    app.view(
      { type: 'view_submission', callback_id: WATCH_FORM },
      watchFormSubmitted(dependencies),
    );
    app.view({ type: 'view_submission', callback_id: DONE_FORM }, doneFormSubmitted(dependencies));
    app.action({ type: 'block_actions', action_id: /^list-/ }, listTurned(dependencies));
    app.event('message', directMessage(dependencies));
    app.event('app_home_opened', homeOpened(dependencies));
    app.action(/^link-/, async ({ ack }) => await ack());
    app.error(async (error) => {
      log.error({ event: 'slack.listener_failed', err: error });
    });
  }
}
