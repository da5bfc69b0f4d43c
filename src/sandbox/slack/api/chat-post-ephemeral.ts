import * as v from 'valibot';
import { visibleChannel } from './access.ts';
import { isRefusal, refuse } from './answer.ts';
import { required } from './arguments.ts';
import { contentFields, readContent } from './content.ts';
import { defineMethod } from './method.ts';

/** https://docs.slack.dev/reference/methods/chat.postEphemeral; `chat:write.public` does not help here. */
export const chatPostEphemeral = defineMethod({
  scope: 'chat:write',
  args: v.object({
    channel: required,
    user: required,
    ...contentFields,
    thread_ts: v.exactOptional(required),
  }),
  run: (args, { workspace }) => {
    const channel = visibleChannel(workspace, args.channel);
    if (isRefusal(channel)) return channel;
    if (channel.isArchived) return refuse('is_archived');
    if (!channel.isMember) return refuse('not_in_channel');
    if (workspace.directory.user(args.user) === undefined) return refuse('user_not_in_channel');
    const content = readContent(args, workspace.nextId);
    if (isRefusal(content)) return content;
    const { ts } = workspace.ephemerals.show({
      channel: channel.id,
      user: args.user,
      text: content.text,
      blocks: content.blocks ?? [],
      ...(args.thread_ts === undefined ? {} : { threadTs: args.thread_ts }),
      origin: 'api',
    });
    return { ok: true, message_ts: ts };
  },
});
