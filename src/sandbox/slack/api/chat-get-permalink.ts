import * as v from 'valibot';
import { IDENTITY } from '../state/identity.ts';
import { visibleChannel } from './access.ts';
import { isRefusal, refuse } from './answer.ts';
import { required } from './arguments.ts';
import { defineMethod } from './method.ts';

/** https://docs.slack.dev/reference/methods/chat.getPermalink */
export const chatGetPermalink = defineMethod({
  args: v.object({ channel: required, message_ts: required }),
  run: ({ channel: id, message_ts: ts }, { workspace }) => {
    const channel = visibleChannel(workspace, id);
    if (isRefusal(channel)) return channel;
    const message = workspace.messages.find(channel.id, ts);
    if (message === undefined || message.deleted) return refuse('message_not_found');
    const link = `${IDENTITY.url}archives/${channel.id}/p${ts.replace('.', '')}`;
    const permalink =
      message.threadTs === undefined
        ? link
        : `${link}?thread_ts=${message.threadTs}&cid=${channel.id}`;
    return { ok: true, channel: channel.id, permalink };
  },
});
