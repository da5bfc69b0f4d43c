import { isRefusal } from '../api/answer.ts';
import { DispatchError } from '../delivery/dispatch-error.ts';
import type { Acknowledgement } from '../delivery/envelope.ts';
import type { JsonObject } from '../json.ts';
import { escapeCommandText } from '../payloads/command-text.ts';
import { VERIFICATION_TOKEN, wireChannelName } from '../payloads/people.ts';
import { showResponse } from '../show-response.ts';
import { IDENTITY } from '../state/identity.ts';
import {
  type IssuedResponseUrl,
  issueResponseUrl,
  knownChannel,
  knownUser,
  type Scene,
} from './scene.ts';

export interface CommandOrder {
  readonly channel: string;
  readonly user: string;
  /** As typed; Slack's escaping is applied. */
  readonly text: string;
  /** Default: `/mysqlop`. */
  readonly command?: string;
}

export interface CommandResult extends Acknowledgement {
  readonly triggerId: string;
  readonly responseUrl: string;
}

/**
 * A person runs a slash command. Rejects with a `DispatchError` where Slack would tell the person
 * that it failed.
 */
export async function runCommand(scene: Scene, order: CommandOrder): Promise<CommandResult> {
  const { command = '/mysqlop', channel: channelId, user: userId } = order;
  const channel = knownChannel(scene, channelId);
  const user = knownUser(scene, userId);
  if (channel.isArchived)
    throw new Error(`Nobody can run a command in ${channelId}: it is archived`);
  const responseUrl = issueResponseUrl(scene, { channel: channelId, user: userId });
  const triggerId = scene.workspace.triggers.issue(userId, channelId);
  const payload = {
    token: VERIFICATION_TOKEN,
    team_id: user.teamId ?? IDENTITY.teamId,
    team_domain: IDENTITY.teamDomain,
    channel_id: channelId,
    channel_name: wireChannelName(channel),
    user_id: userId,
    user_name: user.name,
    command,
    text: escapeCommandText(order.text),
    api_app_id: IDENTITY.appId,
    is_enterprise_install: 'false',
    response_url: responseUrl.url,
    trigger_id: triggerId,
  };
  try {
    const taken = await scene.delivery.deliver('slash_commands', payload);
    showAcknowledgement(scene, order, responseUrl, taken.response);
    return { ...taken, triggerId, responseUrl: responseUrl.url };
  } catch (error) {
    if (error instanceof DispatchError)
      tellFailure(scene, order, `${command} failed with the error "${error.code}"`);
    throw error;
  }
}

function showAcknowledgement(
  { workspace, responseUrls }: Scene,
  { channel, user }: CommandOrder,
  { path }: IssuedResponseUrl,
  response: JsonObject | undefined,
): void {
  if (response === undefined) return;
  const result = showResponse(workspace, { channel, user }, response);
  if (isRefusal(result)) {
    throw new DispatchError('invalid_command_response', JSON.stringify(result));
  }
  if (result.kind === 'shown') responseUrls.firstShown(path, result.shown);
}

/** Slackbot's word to the person, whom nobody else would tell. */
function tellFailure({ workspace }: Scene, { channel, user }: CommandOrder, text: string): void {
  workspace.ephemerals.show({ channel, user, text, blocks: [], origin: 'slackbot' });
}
