import { IDENTITY } from '../state/identity.ts';
import type { MessageMetadata, SimulatedMessage } from '../state/message.ts';
import type { Workspace } from '../state/workspace.ts';

/** A message in the shape the Web API gives it. */
export function wireMessage(
  message: SimulatedMessage,
  workspace: Workspace,
  options: { readonly withAllMetadata: boolean } = { withAllMetadata: true },
) {
  const { ts, user, text, blocks, threadTs, broadcast } = message;
  if (message.deleted) return wireTombstone(message, workspace);
  return {
    type: 'message',
    ...(broadcast ? { subtype: 'thread_broadcast' } : {}),
    ts,
    user,
    text,
    team: IDENTITY.teamId,
    ...botFields(message),
    ...(blocks.length > 0 ? { blocks } : {}),
    ...(message.attachments === undefined ? {} : { attachments: message.attachments }),
    ...(message.files === undefined ? {} : { files: message.files }),
    ...threadFields(message, workspace, threadTs),
    ...(message.editedAt === undefined ? {} : { edited: editedField(message, message.editedAt) }),
    ...(message.metadata === undefined
      ? {}
      : { metadata: wireMetadata(message.metadata, options.withAllMetadata) }),
  };
}

/** What is shown of a deleted message that has replies. */
function wireTombstone(message: SimulatedMessage, workspace: Workspace) {
  return {
    type: 'message',
    subtype: 'tombstone',
    ts: message.ts,
    user: 'USLACKBOT',
    hidden: true,
    text: 'This message was deleted.',
    ...threadFields(message, workspace, undefined),
  };
}

function botFields({ botId }: SimulatedMessage) {
  if (botId === undefined) return {};
  const { teamId, appId, botName } = IDENTITY;
  return {
    bot_id: botId,
    app_id: appId,
    bot_profile: { id: botId, app_id: appId, name: botName, team_id: teamId, deleted: false },
  };
}

function threadFields(
  { channel, ts }: SimulatedMessage,
  { messages }: Workspace,
  threadTs: string | undefined,
) {
  if (threadTs !== undefined) {
    const parent = messages.find(channel, threadTs);
    return {
      thread_ts: threadTs,
      ...(parent === undefined ? {} : { parent_user_id: parent.user }),
    };
  }
  const replies = messages.inThread(channel, ts);
  const last = replies.at(-1);
  if (last === undefined) return {};
  const users = [...new Set(replies.map((reply) => reply.user))];
  return {
    thread_ts: ts,
    reply_count: replies.length,
    reply_users_count: users.length,
    reply_users: users,
    latest_reply: last.ts,
  };
}

function editedField({ user }: SimulatedMessage, editedAt: number) {
  return { user, ts: `${Math.floor(editedAt / 1_000)}.000000` };
}

/** Without `include_all_metadata` Slack tells the type alone. */
function wireMetadata({ event_type, event_payload }: MessageMetadata, all: boolean) {
  return all ? { event_type, event_payload } : { event_type };
}
