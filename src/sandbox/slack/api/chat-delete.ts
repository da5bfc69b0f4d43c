import * as v from 'valibot';
import { IDENTITY } from '../state/identity.ts';
import { visibleChannel } from './access.ts';
import { isRefusal, refuse } from './answer.ts';
import { required } from './arguments.ts';
import { defineMethod } from './method.ts';

/** https://docs.slack.dev/reference/methods/chat.delete */
export const chatDelete = defineMethod({
  scope: 'chat:write',
  args: v.object({ channel: required, ts: required }),
  run: ({ channel: id, ts }, { workspace }) => {
    const channel = visibleChannel(workspace, id);
    if (isRefusal(channel)) return channel;
    const message = workspace.messages.find(channel.id, ts);
    if (message === undefined || message.deleted) return refuse('message_not_found');
    if (message.botId !== IDENTITY.botId || message.origin !== 'api' || channel.isArchived) {
      return refuse('cant_delete_message');
    }
    workspace.messages.remove(message);
    return { ok: true, channel: channel.id, ts };
  },
});
