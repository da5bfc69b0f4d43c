import { wireMessage } from '../api/message-wire.ts';
import type { Acknowledgement } from '../delivery/envelope.ts';
import { VERIFICATION_TOKEN, wireChannelName, wireTeam, wireUser } from '../payloads/people.ts';
import { IDENTITY } from '../state/identity.ts';
import { issueResponseUrl, knownChannel, knownUser, type Scene } from './scene.ts';

export interface ShortcutOrder {
  readonly user: string;
  readonly callbackId: string;
  /** Where the person is. Slack does not tell the app, but begins a menu of conversations with it. */
  readonly channel?: string;
}

export interface MessageShortcutOrder {
  readonly user: string;
  readonly callbackId: string;
  /** The message, be it a reply in a thread or not. */
  readonly channel: string;
  readonly ts: string;
}

export interface ShortcutResult extends Acknowledgement {
  readonly triggerId: string;
}

/** A person chooses one of the app's global shortcuts, from the search or the + menu. */
export async function runShortcut(scene: Scene, order: ShortcutOrder): Promise<ShortcutResult> {
  const user = knownUser(scene, order.user);
  const triggerId = scene.workspace.triggers.issue(order.user, order.channel);
  const taken = await scene.delivery.deliver('interactive', {
    type: 'shortcut',
    ...common(scene, order.callbackId, triggerId),
    user: wireUser(user),
  });
  return { ...taken, triggerId };
}

/** A person chooses one of the app's shortcuts in a message's menu. Throws where there is no such message. */
export async function runMessageShortcut(
  scene: Scene,
  order: MessageShortcutOrder,
): Promise<ShortcutResult> {
  const user = knownUser(scene, order.user);
  const channel = knownChannel(scene, order.channel);
  const message = scene.workspace.messages.find(order.channel, order.ts);
  if (message === undefined || message.deleted) {
    throw new Error(`${order.user} sees no message ${order.ts} in ${order.channel}`);
  }
  const triggerId = scene.workspace.triggers.issue(order.user, order.channel);
  const taken = await scene.delivery.deliver('interactive', {
    type: 'message_action',
    ...common(scene, order.callbackId, triggerId),
    user: wireUser(user),
    message_ts: order.ts,
    channel: { id: order.channel, name: wireChannelName(channel) },
    message: wireMessage(message, scene.workspace),
    response_url: issueResponseUrl(scene, { channel: order.channel, user: order.user }).url,
  });
  return { ...taken, triggerId };
}

function common({ workspace }: Scene, callbackId: string, triggerId: string) {
  return {
    callback_id: callbackId,
    trigger_id: triggerId,
    action_ts: `${(workspace.now() / 1_000).toFixed(6)}`,
    api_app_id: IDENTITY.appId,
    token: VERIFICATION_TOKEN,
    team: wireTeam,
    enterprise: null,
    is_enterprise_install: false,
  };
}
