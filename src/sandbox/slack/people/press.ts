import { wireMessage } from '../api/message-wire.ts';
import { wireView } from '../api/wire-view.ts';
import type { StoredBlock } from '../blocks/block.ts';
import type { Acknowledgement } from '../delivery/envelope.ts';
import type { JsonObject } from '../json.ts';
import { type FieldValue, fieldState, findElement } from '../payloads/field-state.ts';
import { VERIFICATION_TOKEN, wireChannelName, wireTeam, wireUser } from '../payloads/people.ts';
import { IDENTITY } from '../state/identity.ts';
import type { SimulatedEphemeral, SimulatedMessage } from '../state/message.ts';
import { issueResponseUrl, knownChannel, knownUser, type Scene } from './scene.ts';

interface Press {
  readonly user: string;
  readonly actionId: string;
  /** What is chosen, where the element is not a button. */
  readonly value?: FieldValue;
}

/** On a message or on an ephemeral message; in a modal; or in the person's Home tab. */
export type PressOrder =
  | (Press & { readonly channel: string; readonly ts: string })
  | (Press & { readonly viewId: string });

export interface PressResult extends Acknowledgement {
  readonly triggerId: string;
}

/** What surrounds the pressed element, and the part of the payload that tells of it. */
interface Surrounding {
  readonly blocks: readonly StoredBlock[];
  readonly fields: JsonObject;
}

/** A person presses a button, or chooses in a menu. Throws where the person could not see it. */
export async function press(scene: Scene, order: PressOrder): Promise<PressResult> {
  const user = knownUser(scene, order.user);
  const { blocks, fields } =
    'viewId' in order ? viewSurrounding(scene, order) : messageSurrounding(scene, order);
  const { blockId, element } = findElement(blocks, order.actionId);
  const triggerId = scene.workspace.triggers.issue(
    order.user,
    'channel' in order ? order.channel : undefined,
  );
  const taken = await scene.delivery.deliver('interactive', {
    type: 'block_actions',
    user: wireUser(user),
    api_app_id: IDENTITY.appId,
    token: VERIFICATION_TOKEN,
    trigger_id: triggerId,
    team: wireTeam,
    enterprise: null,
    is_enterprise_install: false,
    state: { values: {} },
    ...fields,
    actions: [
      {
        action_id: order.actionId,
        block_id: blockId,
        ...fieldState(element, order.value),
        action_ts: `${(scene.workspace.now() / 1_000).toFixed(6)}`,
      },
    ],
  });
  return { ...taken, triggerId };
}

function viewSurrounding(
  { workspace: { views } }: Scene,
  { viewId, user }: { readonly viewId: string; readonly user: string },
): Surrounding {
  const modal = views.openModals(user).at(-1);
  const view = modal?.id === viewId ? modal : views.home(user);
  if (view?.id !== viewId) throw new Error(`${user} has no view ${viewId} before them`);
  return {
    blocks: view.definition.blocks,
    fields: { container: { type: 'view', view_id: viewId }, view: wireView(view) },
  };
}

function messageSurrounding(
  scene: Scene,
  {
    channel: channelId,
    ts,
    user,
  }: { readonly channel: string; readonly ts: string; readonly user: string },
): Surrounding {
  const channel = knownChannel(scene, channelId);
  const message = scene.workspace.messages.find(channelId, ts);
  const ephemeral = scene.workspace.ephemerals.find(ts);
  const seen = message?.deleted === false ? message : ownEphemeral(ephemeral, channelId, user);
  if (seen === undefined) throw new Error(`${user} sees no message ${ts} in ${channelId}`);
  const kind = 'edits' in seen ? 'message' : 'ephemeral';
  const target = { channel: channelId, user, original: { kind, ts } } as const;
  return {
    blocks: seen.blocks,
    fields: {
      container: {
        type: 'message',
        message_ts: ts,
        channel_id: channelId,
        is_ephemeral: kind === 'ephemeral',
        ...(seen.threadTs === undefined ? {} : { thread_ts: seen.threadTs }),
      },
      channel: { id: channelId, name: wireChannelName(channel) },
      ...messageField(scene, seen),
      response_url: issueResponseUrl(scene, target).url,
    },
  };
}

/** Of an ephemeral message Slack tells an app no more than that it was there. */
function messageField(
  { workspace }: Scene,
  seen: SimulatedMessage | SimulatedEphemeral,
): JsonObject {
  return 'edits' in seen ? { message: wireMessage(seen, workspace) } : {};
}

function ownEphemeral(
  ephemeral: SimulatedEphemeral | undefined,
  channel: string,
  user: string,
): SimulatedEphemeral | undefined {
  return ephemeral?.channel === channel && ephemeral.user === user ? ephemeral : undefined;
}
