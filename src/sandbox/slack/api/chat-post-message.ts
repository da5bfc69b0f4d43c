import * as v from 'valibot';
import { IDENTITY } from '../state/identity.ts';
import type { Workspace } from '../state/workspace.ts';
import { postableChannel } from './access.ts';
import { isRefusal, type Refusal, refuse } from './answer.ts';
import { flag, required } from './arguments.ts';
import { contentFields, readContent, readMetadata } from './content.ts';
import { wireMessage } from './message-wire.ts';
import { defineMethod } from './method.ts';

/** https://docs.slack.dev/reference/methods/chat.postMessage */
export const chatPostMessage = defineMethod({
  scope: 'chat:write',
  args: v.object({
    channel: required,
    ...contentFields,
    metadata: v.exactOptional(v.unknown()),
    thread_ts: v.exactOptional(required),
    reply_broadcast: v.exactOptional(flag, false),
  }),
  run: (args, { workspace }) => {
    const channel = postableChannel(workspace, args.channel);
    if (isRefusal(channel)) return channel;
    const content = readContent(args, workspace.nextId);
    if (isRefusal(content)) return content;
    const metadata = args.metadata === undefined ? undefined : readMetadata(args.metadata);
    if (metadata !== undefined && isRefusal(metadata)) return metadata;
    const threadTs = args.thread_ts;
    const lost =
      threadTs === undefined ? undefined : threadRefusal(workspace, channel.id, threadTs);
    if (lost !== undefined) return lost;
    const message = workspace.messages.post({
      channel: channel.id,
      user: IDENTITY.botUserId,
      botId: IDENTITY.botId,
      text: content.text,
      blocks: content.blocks ?? [],
      ...(metadata === undefined ? {} : { metadata }),
      ...(threadTs === undefined ? {} : { threadTs, broadcast: args.reply_broadcast }),
      origin: 'api',
    });
    return {
      ok: true,
      channel: channel.id,
      ts: message.ts,
      message: wireMessage(message, workspace),
    };
  },
});

/**
 * Slack takes some replies to nothing, and shows a thread without its beginning: so that nobody
 * relies on it, we take none. Nor a reply to a reply, which Slack attaches unpredictably.
 */
function threadRefusal(
  { messages }: Workspace,
  channel: string,
  threadTs: string,
): Refusal | undefined {
  const parent = messages.find(channel, threadTs);
  if (parent === undefined || parent.deleted) return refuse('thread_not_found');
  return parent.threadTs === undefined ? undefined : refuse('cannot_reply_to_message');
}
