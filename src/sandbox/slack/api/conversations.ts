import * as v from 'valibot';
import type { SimulatedChannel } from '../state/channels.ts';
import { IDENTITY } from '../state/identity.ts';
import { readableChannel } from './access.ts';
import { isRefusal, refuse } from './answer.ts';
import { flag, required } from './arguments.ts';
import { defineMethod } from './method.ts';

/** https://docs.slack.dev/reference/methods/conversations.info */
export const conversationsInfo = defineMethod({
  args: v.object({ channel: required }),
  run: ({ channel: id }, { workspace }) => {
    const channel = readableChannel(workspace, id, 'read');
    return isRefusal(channel) ? channel : { ok: true, channel: wireChannel(channel) };
  },
});

/** https://docs.slack.dev/reference/methods/conversations.open, for one person or a known DM. */
export const conversationsOpen = defineMethod({
  scope: 'im:write',
  args: v.object({
    channel: v.exactOptional(required),
    users: v.exactOptional(required),
    return_im: v.exactOptional(flag, false),
  }),
  run: (args, { workspace: { directory } }) => {
    const id = args.users ?? directory.channel(args.channel ?? '')?.user;
    if (id === undefined) return refuse('channel_not_found');
    if (id.includes(',')) return refuse('method_not_supported_for_channel_type');
    const user = directory.user(id);
    if (user === undefined) return refuse('user_not_found');
    const { channel, wasOpen } = directory.directMessages(user);
    return {
      ok: true,
      ...(wasOpen ? { no_op: true, already_open: true } : {}),
      channel: args.return_im ? wireChannel(channel) : { id: channel.id },
    };
  },
});

/** A conversation in the shape the Web API gives it. */
export function wireChannel({
  id,
  name,
  kind,
  isMember,
  isArchived,
  isReadOnly = false,
  user,
}: SimulatedChannel) {
  if (kind === 'im') {
    return { id, is_im: true, is_open: true, is_archived: isArchived, user, created: 1 };
  }
  return {
    id,
    name,
    name_normalized: name,
    is_channel: true,
    is_group: false,
    is_im: false,
    is_mpim: false,
    is_private: kind === 'private',
    is_archived: isArchived,
    is_member: isMember,
    is_read_only: isReadOnly,
    context_team_id: IDENTITY.teamId,
    created: 1,
  };
}
