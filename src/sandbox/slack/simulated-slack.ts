import { createWebApi } from './api/web-api.ts';
import { Delivery } from './delivery/delivery.ts';
import type { Acknowledgement, Envelope } from './delivery/envelope.ts';
import type { RawDelivery, RawReply } from './delivery/http-delivery.ts';
import { type SocketManner, SocketMode } from './delivery/socket-mode.ts';
import { type FaultDecision, type FaultOrder, Faults } from './faults.ts';
import { type HttpAnswer, type HttpRequest, textAnswer } from './http-answer.ts';
import { closeServer, createHttpServer, listen } from './http-server.ts';
import { completeOptions, type SimulatedSlackOptions } from './options.ts';
import { type CloseOrder, closeView } from './people/close-view.ts';
import { sendMessageEvents } from './people/message-events.ts';
import { openHome } from './people/open-home.ts';
import { type PressOrder, type PressResult, press } from './people/press.ts';
import { type CommandOrder, type CommandResult, runCommand } from './people/run-command.ts';
import {
  type MessageShortcutOrder,
  runMessageShortcut,
  runShortcut,
  type ShortcutOrder,
  type ShortcutResult,
} from './people/run-shortcut.ts';
import type { Scene } from './people/scene.ts';
import { type SubmitOrder, submitView } from './people/submit-view.ts';
import { RateLimits } from './rate-limits.ts';
import { ResponseUrls } from './response-urls.ts';
import { createSlackState, type SlackState } from './slack-state.ts';
import { createWorkspace } from './state/workspace.ts';

/** A Slack of one's own: what it keeps, what people can do in it, and how it can be made to fail. */
export interface SimulatedSlack extends SlackState {
  /** `http://127.0.0.1:<port>/api/`, for `slackApiUrl`. */
  readonly apiUrl: string;
  readonly botToken: string;
  readonly appToken: string;
  readonly signingSecret: string;
  /** Where the app takes HTTP requests; used while no socket is connected. */
  requestUrl: string | undefined;
  readonly connectedSockets: number;

  command(order: CommandOrder): Promise<CommandResult>;
  press(order: PressOrder): Promise<PressResult>;
  /** A global shortcut. */
  shortcut(order: ShortcutOrder): Promise<ShortcutResult>;
  /** A shortcut in a message's menu. */
  messageShortcut(order: MessageShortcutOrder): Promise<ShortcutResult>;
  submitView(order: SubmitOrder): Promise<Acknowledgement>;
  closeView(order: CloseOrder): Promise<void>;
  openHome(order: { readonly user: string }): Promise<Acknowledgement>;

  /** What was last sent to the app. */
  readonly lastEnvelope: Envelope | undefined;
  /** Sends once more what was sent, by default the last: the same envelope id, the same trigger id. */
  redeliver(envelope?: Envelope): Promise<Acknowledgement>;
  /** Sends a request of one's own making to `requestUrl`: a forged signature, an old timestamp. */
  deliver(delivery: RawDelivery): Promise<RawReply>;
  /** Sends every socket a text of one's own making, which need be no envelope. */
  sendText(text: string): void;
  /** Cuts the sockets without a word. */
  dropSockets(): void;
  /** Asks the sockets' clients to connect anew. */
  refreshSockets(): void;
  /** How sockets are taken that are opened from now on. */
  takeSockets(manner: SocketManner): void;
  /** Makes the next calls of a method fail. Returns how to withdraw that. */
  fail(order: FaultOrder): () => void;
  /** Has each call decided on that no order is about. Returns how to withdraw that. */
  failBy(decision: FaultDecision): () => void;
  /** Cuts all connections and stops. */
  close(): Promise<void>;
}

/** Starts a simulated Slack on 127.0.0.1. */
export async function startSimulatedSlack(
  given: SimulatedSlackOptions = {},
): Promise<SimulatedSlack> {
  const options = completeOptions(given);
  const { botToken, appToken, signingSecret, ackTimeoutMs, now } = options;
  const workspace = createWorkspace(options);
  const faults = new Faults();
  const sockets = new SocketMode(workspace.feed);
  const delivery = new Delivery({ sockets, signingSecret, ackTimeoutMs });
  const responseUrls = new ResponseUrls(workspace, faults);

  const server = createHttpServer((request) => route(request));
  server.on('upgrade', (request, socket, head) => sockets.upgrade(request, socket, head));
  const port = await listen(server, options.port);
  const host = `127.0.0.1:${port}`;
  const { socketOrigin = `ws://${host}`, responseOrigin = `http://${host}` } = given;

  const webApi = createWebApi({
    context: {
      workspace,
      socketUrl: () => `${socketOrigin}${sockets.issuePath()}`,
      uploadUrl: (fileId) => `${responseOrigin}/upload/${fileId}`,
    },
    tokens: { bot: botToken, app: appToken },
    limits: options.limits ? new RateLimits(now) : undefined,
    faults,
  });
  const scene: Scene = { workspace, delivery, responseUrls, baseUrl: responseOrigin };
  sendMessageEvents(scene, options);

  function route(request: HttpRequest): HttpAnswer {
    if (request.method !== 'POST') return textAnswer(405, 'method not allowed');
    const [, area, name = '', ...rest] = request.path.split('/');
    if (rest.length > 0) return textAnswer(404, 'not found');
    if (area === 'api') return webApi.answer(name, request);
    if (area === 'response') return responseUrls.answer(name, request);
    if (area === 'upload') return upload(name, request);
    return textAnswer(404, 'not found');
  }

  function upload(id: string, { bytes }: HttpRequest): HttpAnswer {
    return workspace.files.put(id, bytes)
      ? textAnswer(200, `OK - ${bytes.length}`)
      : textAnswer(400, 'That is not what was announced');
  }

  return {
    ...createSlackState(workspace),
    apiUrl: `http://${host}/api/`,
    botToken,
    appToken,
    signingSecret,
    get connectedSockets() {
      return sockets.connected;
    },
    get requestUrl() {
      return delivery.requestUrl;
    },
    set requestUrl(url: string | undefined) {
      delivery.requestUrl = url;
    },
    command: (order) => runCommand(scene, order),
    press: (order) => press(scene, order),
    shortcut: (order) => runShortcut(scene, order),
    messageShortcut: (order) => runMessageShortcut(scene, order),
    submitView: (order) => submitView(scene, order),
    closeView: (order) => closeView(scene, order),
    openHome: (order) => openHome(scene, order),
    get lastEnvelope() {
      return delivery.last;
    },
    redeliver: (envelope) => delivery.redeliver(envelope),
    deliver: (raw) => delivery.deliverRaw(raw),
    sendText: (text) => sockets.sendText(text),
    dropSockets: () => sockets.drop(),
    refreshSockets: () => sockets.refresh(),
    takeSockets(manner) {
      sockets.manner = manner;
    },
    fail: (order) => faults.order(order),
    failBy: (decision) => faults.decideBy(decision),
    async close() {
      sockets.close();
      await closeServer(server);
      workspace.feed.publish({ kind: 'closed' });
    },
  };
}
