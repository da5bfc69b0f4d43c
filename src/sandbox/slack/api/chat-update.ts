import * as v from 'valibot';
import { isJsonObject } from '../json.ts';
import { IDENTITY } from '../state/identity.ts';
import type { MessageMetadata, SimulatedMessage } from '../state/message.ts';
import { visibleChannel } from './access.ts';
import { isRefusal, type Refusal, refuse } from './answer.ts';
import { required } from './arguments.ts';
import { contentFields, readContent, readMetadata } from './content.ts';
import { wireMessage } from './message-wire.ts';
import { defineMethod } from './method.ts';

/**
 * https://docs.slack.dev/reference/methods/chat.update: blocks and metadata that are not sent stay,
 * a text that is not sent is gone.
 */
export const chatUpdate = defineMethod({
  scope: 'chat:write',
  args: v.object({
    channel: required,
    ts: required,
    ...contentFields,
    metadata: v.exactOptional(v.unknown()),
  }),
  run: (args, { workspace }) => {
    const channel = visibleChannel(workspace, args.channel);
    if (isRefusal(channel)) return channel;
    if (channel.isArchived) return refuse('is_inactive');
    const before = workspace.messages.find(channel.id, args.ts);
    if (before === undefined || before.deleted) return refuse('message_not_found');
    if (before.botId !== IDENTITY.botId || before.origin !== 'api') {
      return refuse('cant_update_message');
    }
    const content = readContent(args, workspace.nextId);
    if (isRefusal(content)) return content;
    const metadata = nextMetadata(before, args.metadata);
    if (metadata !== undefined && isRefusal(metadata)) return metadata;
    const message = workspace.messages.edit(before, {
      text: content.text,
      blocks: content.blocks ?? before.blocks,
      ...(metadata === undefined ? {} : { metadata }),
    });
    return {
      ok: true,
      channel: channel.id,
      ts: message.ts,
      text: message.text,
      message: wireMessage(message, workspace),
    };
  },
});

function nextMetadata(
  { metadata }: SimulatedMessage,
  candidate: unknown,
): MessageMetadata | Refusal | undefined {
  if (candidate === undefined) return metadata;
  if (isJsonObject(candidate) && Object.keys(candidate).length === 0) return undefined;
  return readMetadata(candidate);
}
