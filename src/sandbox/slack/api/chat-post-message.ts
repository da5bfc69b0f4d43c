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
    const threadTs =
      args.thread_ts === undefined ? undefined : threadFor(workspace, channel.id, args.thread_ts);
    if (typeof threadTs === 'object') return threadTs;
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
 * The thread in which a reply comes to stand; undefined where it stands in the channel.
 *
 * A reply under a deleted message is taken without an error. Where it had replies, a tombstone stays, and the reply
 * stands under it; where it had none, the reply stands in the channel, and the answer's `message` has no `thread_ts`.
 * Not documented; reported in slack-go/slack issue 1571 and langchain-ai/open-swe pull request 2753. What never was
 * a message, and a reply to a reply, which Slack attaches unpredictably, we refuse.
 */
export function threadFor(
  { messages }: Workspace,
  channel: string,
  threadTs: string,
): string | undefined | Refusal {
  const parent = messages.find(channel, threadTs);
  if (parent === undefined) return refuse('thread_not_found');
  if (parent.threadTs !== undefined) return refuse('cannot_reply_to_message');
  return parent.deleted && !messages.isTombstone(parent) ? undefined : threadTs;
}
