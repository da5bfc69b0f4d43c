import type { SimulatedChannel } from '../state/channels.ts';
import type { Workspace } from '../state/workspace.ts';
import { isRefusal, type Refusal, refuse } from './answer.ts';

const SCOPE_FAMILY = { public: 'channels', private: 'groups', im: 'im' } as const;

/** A refusal where the token lacks the scope. */
export function scopeRefusal(workspace: Workspace, needed: string): Refusal | undefined {
  return workspace.scopes.has(needed)
    ? undefined
    : refuse('missing_scope', { needed, provided: [...workspace.scopes].join(',') });
}

/** A channel the bot can see: a private one without it does not exist to it. */
export function visibleChannel(workspace: Workspace, id: string): SimulatedChannel | Refusal {
  const channel = workspace.directory.channel(id);
  if (channel === undefined || (channel.kind === 'private' && !channel.isMember)) {
    return refuse('channel_not_found');
  }
  return channel.refusesWith === undefined ? channel : refuse(channel.refusesWith);
}

/** A channel to post to; a user's id stands for the direct messages with them. */
export function postableChannel(workspace: Workspace, id: string): SimulatedChannel | Refusal {
  const user = workspace.directory.user(id);
  if (user !== undefined) return workspace.directory.directMessages(user).channel;
  const channel = visibleChannel(workspace, id);
  if (isRefusal(channel)) return channel;
  if (channel.isArchived) return refuse('is_archived');
  if (channel.isReadOnly) return refuse('restricted_action_read_only_channel');
  return channel.isMember || workspace.scopes.has('chat:write.public')
    ? channel
    : refuse('not_in_channel');
}

/** A channel to read about (`read`) or in (`history`, which takes membership). */
export function readableChannel(
  workspace: Workspace,
  id: string,
  what: 'read' | 'history',
): SimulatedChannel | Refusal {
  const channel = visibleChannel(workspace, id);
  if (isRefusal(channel)) return channel;
  const missing = scopeRefusal(workspace, `${SCOPE_FAMILY[channel.kind]}:${what}`);
  if (missing !== undefined) return missing;
  return what === 'history' && !channel.isMember ? refuse('not_in_channel') : channel;
}
